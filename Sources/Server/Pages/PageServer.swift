import API
package import Logging

/// The manager's page: HTML over plain HTTP, on loopback or behind the company's reverse proxy.
package struct PageServer: Sendable {
    static let mostConnections = 200

    /// Where it is listened for, and under which address people open it.
    package struct Place: Equatable, Sendable {
        /// Of the listener: a number.
        package var host: String
        package var port: Int
        /// As people type it, without a slash at its end: `https://page.northwind.example`.
        package var url: String

        package init(host: String, port: Int, url: String) {
            self.host = host
            self.port = port
            self.url = url
        }

        /// Whether browsers come over TLS, which the reverse proxy ends.
        var isHTTPS: Bool { url.lowercased().hasPrefix("https://") }

        /// The name in `url`, without port.
        var publicName: String {
            let rest = url.drop { $0 != "/" }.drop { $0 == "/" }.prefix { $0 != "/" }
            return rest.hasPrefix("[")
                ? String(rest.dropFirst().prefix { $0 != "]" })
                : String(rest.prefix { $0 != ":" })
        }
    }

    /// What the control socket needs to hand out links.
    package struct Door: Sendable {
        package var access: PageAccess
        package var place: Place

        package init(access: PageAccess, place: Place) {
            self.access = access
            self.place = place
        }
    }

    private let door: Door
    private let responder: PageResponder
    private let logger: Logger

    /// Throws when one of the templates is broken, which the tests rule out.
    package init(parts: ControlServer.Parts, door: Door, logger: Logger) throws {
        self.door = door
        self.logger = logger
        responder = PageResponder(
            parts: parts, door: door, library: try PageLibrary(), logger: logger)
    }

    /// Serves until the surrounding service group shuts down gracefully.
    package func run() async throws {
        let responder = responder
        try await PlainServer(
            host: door.place.host, port: door.place.port,
            mostConnections: Self.mostConnections, logger: logger
        ).run { request, _ in await responder.response(to: request) }
    }
}
