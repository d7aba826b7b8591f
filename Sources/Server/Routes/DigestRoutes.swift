import API
import Engine
import Hummingbird
import Sequencing
import Store

extension ControlServer {
    static func addDigestRoutes(to router: Router<ControlContext>, parts: Parts) {
        router.handle(Routes.digest) { asked in
            let filter = try asked.filter(DigestFilter.self)
            let name = filter.receiver ?? asked.caller.name
            _ = try asked.caller.scope(asked: name)
            return try await parts.views { views in
                let engine = views.engine
                let reps = try engine.loader.reps()
                guard let rep = reps[name] else {
                    throw APIError(
                        .usage, "there is no rep “\(name)”",
                        advice: "name one with --for: \(reps.keys.sorted().joined(separator: ", "))"
                    )
                }
                let rules = engine.settings.digest
                return DigestView(
                    try engine.previewDigest(to: rep, filter.kind),
                    isMailed: rules.map {
                        $0.reach(rep) && $0.kinds.contains(filter.kind)
                    } ?? false)
            }
        }
    }
}

extension DigestView {
    fileprivate init(_ preview: DigestPreview, isMailed: Bool) {
        let (digest, letter) = (preview.digest, preview.letter)
        self.init(
            receiver: preview.receiver.name, to: preview.receiver.email?.text,
            kind: preview.period.kind, period: "\(preview.period.day)",
            since: Timestamp(digest.since), hasNews: !digest.isEmpty, isMailed: isMailed,
            gaps: digest.losable.count, handOffs: digest.handOffs, stuck: digest.stuck.count,
            unstuck: digest.unstuck.count, subject: letter.subject, text: letter.text,
            html: letter.html)
    }
}
