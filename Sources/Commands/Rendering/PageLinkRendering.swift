import API
import Sequencing

extension PageLinkView: Rendered {
    func render(on page: inout TextPage) {
        // Alone on its line and whole, however narrow the terminal is: it is to be copied.
        page.line(SafeText.line(url))
        page.line()
        page.pairs([
            ("logs in", "\(name) (\(access.rawValue)), once"), ("good until", page.time(expiresAt)),
            (
                "from elsewhere",
                tunnelPort.map { "ssh -L \($0):localhost:\($0) SERVER, then open it there" }
            ),
        ])
    }
}
