import Hummingbird
import NIOCore

/// The body of a stranger's request: no more than so many bytes, in no more than so much time.
enum RequestBody: Sendable {
    case whole([UInt8])
    case tooLarge
    case broken

    static func read(
        of request: Request, upTo limit: Int, within patience: Duration
    ) async -> RequestBody {
        await withTaskGroup(of: RequestBody.self) { group in
            let stream = request.body
            group.addTask {
                do {
                    let buffer = try await stream.collect(upTo: limit)
                    return .whole(Array(buffer.readableBytesView))
                } catch is NIOTooManyBytesError {
                    return .tooLarge
                } catch {
                    return (error as? HTTPError)?.status == .contentTooLarge ? .tooLarge : .broken
                }
            }
            group.addTask {
                // Why the error is dropped: a sleep that is cut short has lost its purpose.
                try? await Task.sleep(for: patience)
                return .broken
            }
            let first = await group.next() ?? .broken
            group.cancelAll()
            return first
        }
    }
}
