import API
import Sequencing

extension DigestView: Rendered {
    func render(on page: inout TextPage) {
        page.pairs([
            ("to", to ?? "nobody: \(receiver) has no address"), ("subject", subject),
            ("compared with", page.time(since)), ("mailed", fate),
        ])
        page.line()
        page.block(text)
    }

    private var fate: String {
        switch (to, isMailed, hasNews) {
        case (nil, _, _): "no"
        case (_, false, _): "no: the configuration mails no \(kind.rawValue) digest to \(receiver)"
        case (_, true, false): "only with digest.when-empty: there is nothing to say"
        case (_, true, true): "in the morning, once"
        }
    }
}
