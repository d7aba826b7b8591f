import API
import Engine
import Hummingbird
import Sequencing
import Store

extension ControlServer {
    static func addSequenceRoutes(to router: Router<ControlContext>, parts: Parts) {
        router.handle(Routes.sequences) { _ in
            try await parts.views { views in
                let rows = try views.store.sequences()
                return Page(
                    items: try rows.map { try views.view($0, isWhole: false) }, more: false,
                    limit: rows.count)
            }
        }
        router.handle(Routes.sequence) { asked in
            let name = try asked.parameter("name")
            let version = try asked.filter(SequenceVersionFilter.self).version
            return try await parts.views { views in
                guard let row = try views.store.sequence(named: name, version: version) else {
                    throw APIError(
                        .notFound,
                        "there is no published sequence “\(name)”"
                            + (version.map { " with version \($0)" } ?? ""),
                        advice: "see thirdtouch sequence list")
                }
                return try views.view(row, isWhole: true)
            }
        }
        router.handle(Routes.publishSequence) { asked in
            try asked.caller.mustMoveLeads()
            return try await parts.views { views in
                let sequence = try parts.readSequence(asked.body.text, asked.body.file)
                let version = try views.store.publish(
                    sequence, text: asked.body.text, now: views.engine.now, by: asked.caller.name)
                guard
                    let row = try views.store.sequence(
                        named: version.name, version: version.version)
                else { throw StoreError.notFound(table: "sequence", key: "\(version)") }
                return try views.view(row, isWhole: false)
            }
        }
    }
}
