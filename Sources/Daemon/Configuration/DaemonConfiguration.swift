import MailTransport
package import Sequencing
package import Server

/// What the configuration file says: one value, read once, refused at start with the key's name
/// (docs/configuration.md).
package struct DaemonConfiguration: Sendable {
    /// The folder of the database and the keys; owned by the daemon alone.
    package var stateFolder: String
    package var socket: String
    /// A Unix group that may open the socket.
    package var socketGroup: String?
    /// IANA name.
    package var zone: String
    /// Sequence files that are published at start and at reload; nil for none.
    package var sequencesFolder: String?
    package var holidaysFolder: String?
    package var touchGap: TouchGap.Policy
    package var enrollment: EnrollmentRules
    /// Between the first e-mails to two people of one account.
    package var accountSpacing: Duration
    /// Nil where opt-outs come by mail alone.
    package var optOut: OptOut?
    /// Hand-offs and reports over HTTP, by token; nil where they are not switched on.
    package var intake: Intake?
    /// Where `/metrics` is asked; nil where it is not switched on.
    package var metrics: Listener?
    /// Nil where no page is served.
    package var page: PageServer.Place?
    /// Who gets a lead when nobody is named.
    package var assignment: AssignmentRules
    package var reps: [Rep]
    package var mailboxes: [Mailbox]

    /// The one-click opt-out (RFC 8058): what stands in our mail, and where we listen for it.
    package struct OptOut: Equatable, Sendable {
        /// Without a slash at its end.
        package var url: String
        /// Behind the company's reverse proxy, which speaks TLS.
        package var listener: Listener

        package static let standardListener = Listener(host: "127.0.0.1", port: 8025)
    }

    /// What marketing tools ask, behind the company's reverse proxy, which speaks TLS.
    package struct Intake: Equatable, Sendable {
        package var listener: Listener
        /// The names by which the proxy is asked.
        package var hosts: [String]

        package static let standardListener = Listener(host: "127.0.0.1", port: 8026)
    }

    /// One mailbox of a rep.
    package struct Mailbox: Sendable {
        package var address: EmailAddress
        package var rep: String
        package var transport: Transport
        /// In place of passwords, for both servers.
        package var oauth: OAuth?
        /// How far back a folder that is met for the first time is read.
        package var readBackDays: Int
        /// Whether `dana+anything@…` reaches the mailbox, and answers may be asked for there.
        package var hasPlusTags: Bool
        package var limits: LaneLimits
    }

    /// Where a mailbox's access tokens come from; the secrets stay in their own files until they
    /// are needed.
    package struct OAuth: Sendable {
        package var tokenURL: String
        package var clientID: String
        package var clientSecretFile: String?
        package var refreshTokenFile: String
        package var scope: String?
        package var caFile: String?
    }

    package enum Transport: Sendable {
        case servers(smtp: Server, imap: Server)
        /// Two Maildirs: what leaves is put into one, what came is read from the other.
        case maildir(out: String, in: String)
    }

    /// A mail server as the file names it; the password stays in its own file until it is needed.
    package struct Server: Sendable {
        package var host: String
        package var port: UInt16
        package var security: Security
        package var user: String?
        /// Nil without a login, and where the mailbox has an `oauth`.
        package var passwordFile: String?
        package var caFile: String?
    }

    package enum Security: String, CaseIterable, Sendable {
        case none
        case startTLS = "starttls"
        case implicit
    }

    /// Where the file is looked for when none is named.
    package static let standardFile = "/etc/thirdtouch/thirdtouchd.yaml"
    package static let standardSocket = "/run/thirdtouch/thirdtouchd.sock"
    package static let standardMetricsListener = Listener(host: "127.0.0.1", port: 9469)

    /// What listens, by the section of the file: made at the start alone.
    package var listeners: [String: Listener] {
        var listeners: [String: Listener] = [:]
        listeners["unsubscribe"] = optOut?.listener
        listeners["intake"] = intake?.listener
        listeners["metrics"] = metrics
        return listeners
    }
}
