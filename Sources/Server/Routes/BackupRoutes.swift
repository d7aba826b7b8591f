import API
import Engine
import Hummingbird
import Store

extension ControlServer {
    static func addBackupRoutes(to router: Router<ControlContext>, parts: Parts) {
        router.handle(Routes.startBackup) { asked in
            try asked.caller.mustBeAdmin("write backups")
            let body = asked.body
            return try await parts.views { views in
                let engine = views.engine
                return BackupView(
                    try views.store.startBackup(
                        named: body.file, replacing: body.isReplacing,
                        clock: { @Sendable in engine.now }))
            }
        }
        router.handle(Routes.backup) { asked in
            try asked.caller.mustBeAdmin("look at backups")
            return try await parts.views { views in
                views.store.backup.map { BackupView($0) } ?? BackupView(state: .none)
            }
        }
    }
}

extension BackupView {
    fileprivate init(_ run: BackupRun) {
        self.init(
            state: .running, file: run.file, startedAt: Timestamp(run.startedAt),
            expectedBytes: run.expectedBytes)
        switch run.fate {
        case .running(let written): bytes = written
        case .done(let written, let at):
            state = .done
            bytes = written
            finishedAt = Timestamp(at)
        case .failed(let error):
            let refusal = APIError(error)
            state = .failed
            message = refusal.message
            advice = refusal.advice
        }
    }
}
