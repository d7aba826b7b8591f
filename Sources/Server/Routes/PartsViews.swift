import API
import Engine
import Hummingbird
import Store

extension ControlServer.Parts {
    /// Builds an answer away from the cooperative threads: the store blocks.
    func views<Value: Sendable>(
        _ body: @escaping @Sendable (ViewBuilder) throws -> Value
    ) async throws -> Value {
        let engine = engine
        return try await engine.store.inBackground { _ in
            try body(ViewBuilder(engine: engine))
        }
    }
}
