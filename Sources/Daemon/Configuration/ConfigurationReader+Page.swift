import PlainYAML
import Sequencing
import Server

extension ConfigurationReader {
    func page(_ map: Mapping) -> PageServer.Place? {
        guard let map = map.mapping("page") else { return nil }
        let listener = pageListener(map)
        let url = map.optionalText("url")
        map.refuseUnknownKeys()
        guard let url else {
            if !Self.isLoopback(listener.host) {
                map.note(
                    "listen", "the page would be open to the network without encryption",
                    advice: "listen on 127.0.0.1, or add the https address of the reverse proxy "
                        + "before it as url")
            }
            return PageServer.Place(
                host: listener.host, port: listener.port,
                url: "http://localhost:\(listener.port)")
        }
        guard let url = Self.publicURL(url),
            url.dropFirst("https://".count).allSatisfy({ $0 != "/" })
        else {
            map.note(
                "url", "“\(url)” is no address of a page",
                advice: "write https://host, without a path: the reverse proxy gives the page a "
                    + "name of its own")
            return nil
        }
        return PageServer.Place(host: listener.host, port: listener.port, url: url)
    }

    private func pageListener(_ map: Mapping) -> Listener {
        let standard = Listener(host: "127.0.0.1", port: 8026)
        guard let text = map.optionalText("listen") else { return standard }
        if let listener = Listener(text) { return listener }
        map.note(
            "listen", "“\(text)” is no address to listen at",
            advice: "write a number address and a port: 127.0.0.1:8026 or [::1]:8026")
        return standard
    }

    private static func isLoopback(_ host: String) -> Bool {
        host == "::1" || host.hasPrefix("127.")
    }
}
