import Sequencing
import Testing

/// A file of Tests/Fixtures/notices and what must be read in it.
struct NoticeRow: CustomTestStringConvertible, Sendable {
    typealias Recipient = ReplyClass.Bounce.Recipient

    let name: String
    let kind: ReplyKind
    /// All of them, in the order of the notice.
    let recipients: [Recipient]
    /// Nil where the notice does not hold it.
    let originalMessageID: String?

    init(
        _ name: String, _ kind: ReplyKind, _ recipients: [Recipient], _ originalMessageID: String?
    ) {
        self.name = name
        self.kind = kind
        self.recipients = recipients
        self.originalMessageID = originalMessageID
    }

    var testDescription: String { name }
}

extension NoticeRow {
    static let all = servers + providers + gateways + others + lookalikes + wordings

    /// What mail servers of companies send.
    static let servers: [NoticeRow] = [
        NoticeRow(
            "postfix-user-unknown", .bounce,
            [.init(address: "ada.brandt@customer.example", severity: .hard, status: "5.1.1")],
            "e10.d30.9f767c@thirdtouch.vendor.example"),
        NoticeRow(
            "postfix-host-not-found", .bounce,
            [.init(address: "pekka.salo@tehdas.example", severity: .hard, status: "5.4.4")],
            "e11.d31.f1446b@mail.outreach.test"),
        NoticeRow(
            "postfix-two-recipients", .bounce,
            [
                .init(address: "office@berghof.example", severity: .hard, status: "5.1.1"),
                .init(address: "sales@berghof.example", severity: .soft, status: "5.2.2"),
            ],
            "e12.d32.076ce2@thirdtouch.vendor.example"),
        NoticeRow(
            "postfix-delay-warning", .delay,
            [.init(address: "jan.kral@sklad.example", severity: .delayed, status: "4.4.1")],
            "e13.d33.a62332@mail.outreach.test"),
        NoticeRow(
            "postfix-expanded-alias", .bounce,
            [.init(address: "k.lund@intern.nordlager.example", severity: .hard, status: "5.1.1")],
            "e14.d34.7814e8@thirdtouch.vendor.example"),
        NoticeRow(
            "postfix-text-only", .bounce,
            [.init(address: "mia@frost.example", severity: .soft, status: "4.7.1")],
            "e15.d35.92edcf@mail.outreach.test"),
        NoticeRow(
            "sendmail-user-unknown", .bounce,
            [.init(address: "ivo.maes@haven.example", severity: .hard, status: "5.1.1")],
            "e16.d36.bb2edb@thirdtouch.vendor.example"),
        NoticeRow(
            "sendmail-actual-recipient", .bounce,
            [.init(address: "root-alias@haven.example", severity: .soft, status: "4.2.2")],
            "e17.d37.de11cc@mail.outreach.test"),
        NoticeRow(
            "sendmail-warning-four-hours", .delay,
            [.init(address: "u.tanner@werk.example", severity: .delayed, status: "4.4.1")],
            "e18.d38.126a1e@thirdtouch.vendor.example"),
        NoticeRow(
            "sendmail-v5-transcript", .bounce,
            [.init(address: "p.ruiz@almacen.example", severity: .hard, status: nil)],
            "e19.d39.21da89@mail.outreach.test"),
        NoticeRow(
            "sendmail-v8-no-mime", .bounce,
            [.init(address: "o.nilsen@fjord.example", severity: .soft, status: nil)],
            "e20.d40.df1461@thirdtouch.vendor.example"),
        NoticeRow(
            "exim-unrouteable", .bounce,
            [.init(address: "clara@hof.example", severity: .hard, status: nil)],
            "e21.d41.c60a3c@mail.outreach.test"),
        NoticeRow(
            "exim-two-failed", .bounce,
            [
                .init(address: "one@hof.example", severity: .hard, status: "5.1.1"),
                .init(address: "two@hof.example", severity: .soft, status: "5.7.1"),
            ],
            "e22.d42.fb7ff3@thirdtouch.vendor.example"),
        NoticeRow(
            "exim-delay-24-hours", .delay,
            [.init(address: "gilles@entrepot.example", severity: .delayed, status: nil)],
            nil),
        NoticeRow(
            "exim-report-with-text", .bounce,
            [.init(address: "v.popa@depozit.example", severity: .hard, status: "5.0.0")],
            "e24.d44.f6236b@thirdtouch.vendor.example"),
        NoticeRow(
            "exim-retry-timeout", .bounce,
            [.init(address: "s.weiss@retry.example", severity: .soft, status: nil)],
            "e25.d45.346c6e@mail.outreach.test"),
        NoticeRow(
            "qmail-no-mailbox", .bounce,
            [.init(address: "remy@atelier.example", severity: .hard, status: "5.1.1")],
            "e26.d46.f7f356@thirdtouch.vendor.example"),
        NoticeRow(
            "qmail-remote-refused-two", .bounce,
            [
                .init(address: "lars@kvarn.example", severity: .hard, status: "5.1.1"),
                .init(address: "eva@kvarn.example", severity: .soft, status: "5.3.4"),
            ],
            "e27.d47.f770c2@mail.outreach.test"),
        NoticeRow(
            "qmail-queue-too-long", .bounce,
            [.init(address: "info@netqmail.example", severity: .soft, status: "4.4.1")],
            "e28.d48.621aef@thirdtouch.vendor.example"),
        NoticeRow(
            "qmail-vpopmail-overquota", .bounce,
            [.init(address: "bo@vpop.example", severity: .soft, status: nil)],
            "e29.d49.5c76f1@mail.outreach.test"),
        NoticeRow(
            "exchange-365-recipient-not-found", .bounce,
            [.init(address: "h.berg@konzern.example", severity: .hard, status: "5.1.10")],
            "e30.d50.ef901b@thirdtouch.vendor.example"),
        NoticeRow(
            "exchange-2010-no-report", .bounce,
            [.init(address: "t.graf@konzern.example", severity: .hard, status: "5.1.1")],
            "e31.d51.d14125@mail.outreach.test"),
        NoticeRow(
            "exchange-2003-could-not-be-reached", .bounce,
            [.init(address: "e.koch@werkzeug.example", severity: .hard, status: "5.1.1")],
            nil),
        NoticeRow(
            "exchange-de-unzustellbar", .bounce,
            [.init(address: "m.engel@werkzeug.example", severity: .hard, status: "5.1.1")],
            nil),
        NoticeRow(
            "exchange-fr-echec-de-la-remise", .bounce,
            [.init(address: "c.petit@usine.example", severity: .hard, status: "5.1.1")],
            "e34.d54.4f5967@thirdtouch.vendor.example"),
        NoticeRow(
            "exchange-es-no-se-puede-entregar", .bounce,
            [.init(address: "r.vega@fabrica.example", severity: .soft, status: "5.2.2")],
            "e35.d55.50d7d1@mail.outreach.test"),
        NoticeRow(
            "exchange-it-non-recapitabile", .bounce,
            [.init(address: "g.conti@officina.example", severity: .hard, status: "5.1.1")],
            "e36.d56.78f845@thirdtouch.vendor.example"),
        NoticeRow(
            "exchange-pt-nao-entregue", .bounce,
            [.init(address: "b.lopes@armazem.example", severity: .hard, status: "5.1.1")],
            "e37.d57.0e979c@mail.outreach.test"),
        NoticeRow(
            "exchange-nl-onbestelbaar", .bounce,
            [.init(address: "w.dejong@loods.example", severity: .hard, status: "5.1.1")],
            "e38.d58.f06313@thirdtouch.vendor.example"),
        NoticeRow(
            "exchange-imceaex-final-recipient", .bounce,
            [.init(address: "dn-only@konzern.example", severity: .soft, status: "5.2.2")],
            "e39.d59.bff291@mail.outreach.test"),
        NoticeRow(
            "exchange-delayed", .delay,
            [.init(address: "s.roth@konzern.example", severity: .delayed, status: "4.4.7")],
            "e40.d60.c9a937@thirdtouch.vendor.example"),
        NoticeRow(
            "exchange-365-access-denied-541", .bounce,
            [.init(address: "k.access@tenant.example", severity: .hard, status: "5.4.1")],
            "e41.d61.0252f6@mail.outreach.test"),
        NoticeRow(
            "exchange-null-mx", .bounce,
            [.init(address: "f.null@parked.example", severity: .hard, status: "5.1.10")],
            "e42.d62.f486ab@thirdtouch.vendor.example"),
        NoticeRow(
            "exchange-55-did-not-reach", .bounce,
            [.init(address: "old55@werkzeug.example", severity: .hard, status: nil)],
            nil),
        NoticeRow(
            "domino-not-listed", .bounce,
            [.init(address: "y.stein@notes.example", severity: .hard, status: "5.1.1")],
            "e44.d64.765317@thirdtouch.vendor.example"),
        NoticeRow(
            "domino-de-nicht-zugestellt", .bounce,
            [.init(address: "d.lang@notes.example", severity: .hard, status: nil)],
            nil),
        NoticeRow(
            "domino-ja-failure-reasons", .bounce,
            [.init(address: "notes.user@notes.example", severity: .hard, status: nil)],
            "e46.d66.1ba95a@thirdtouch.vendor.example"),
        NoticeRow(
            "groupwise-mailbox-undefined", .bounce,
            [.init(address: "ruth@gw.example", severity: .hard, status: nil)],
            "e47.d67.c7eec6@mail.outreach.test"),
        NoticeRow(
            "courier-rejected", .bounce,
            [.init(address: "nils@courier.example", severity: .hard, status: "5.0.0")],
            "e48.d68.dc14ed@thirdtouch.vendor.example"),
        NoticeRow(
            "mailmarshal-could-not-be-delivered", .bounce,
            [.init(address: "olga@marshal.example", severity: .hard, status: "5.1.1")],
            "e49.d69.175790@mail.outreach.test"),
        NoticeRow(
            "opensmtpd-error", .bounce,
            [.init(address: "kai@bsd.example", severity: .soft, status: "5.2.2")],
            "e50.d70.834c1b@thirdtouch.vendor.example"),
        NoticeRow(
            "opensmtpd-warning", .delay,
            [.init(address: "liv@bsd.example", severity: .delayed, status: nil)],
            nil),
        NoticeRow(
            "mdaemon-permanent-failure", .bounce,
            [.init(address: "anke@mdaemon.example", severity: .hard, status: "5.1.1")],
            nil),
        NoticeRow(
            "imail-unknown-user", .bounce,
            [.init(address: "jo@imail.example", severity: .hard, status: nil)],
            "e53.d73.af9b74@mail.outreach.test"),
        NoticeRow(
            "imail-mailbox-exceeds", .bounce,
            [.init(address: "jill@imail.example", severity: .soft, status: nil)],
            "e54.d74.2d6f2e@thirdtouch.vendor.example"),
        NoticeRow(
            "mailenable-delivery-failure", .bounce,
            [.init(address: "pat@enable.example", severity: .hard, status: nil)],
            "e55.d75.a07657@mail.outreach.test"),
        NoticeRow(
            "hmailserver-undeliverable", .bounce,
            [.init(address: "zoe@hmail.example", severity: .hard, status: nil)],
            nil),
        NoticeRow(
            "kerio-unable-to-deliver", .bounce,
            [.init(address: "iris@kerio.example", severity: .soft, status: "5.7.1")],
            "e57.d77.7bd9e8@mail.outreach.test"),
        NoticeRow(
            "smartermail-failed-recipients", .bounce,
            [.init(address: "stig@smarter.example", severity: .hard, status: "5.1.1")],
            "e58.d78.99c425@thirdtouch.vendor.example"),
        NoticeRow(
            "communigate-undeliverable", .bounce,
            [.init(address: "mats@cgp.example", severity: .soft, status: "5.0.0")],
            "e59.d79.67e847@mail.outreach.test"),
        NoticeRow(
            "sun-messaging-server", .bounce,
            [.init(address: "carol@sun.example", severity: .soft, status: "5.2.2")],
            "e60.d80.d3881a@thirdtouch.vendor.example"),
        NoticeRow(
            "x400-final-recipient", .bounce,
            [.init(address: "x400@pmdf.example", severity: .hard, status: "5.1.1")],
            "e61.d81.0e42d4@mail.outreach.test"),
        NoticeRow(
            "subject-utf16-base64", .bounce,
            [.init(address: "utf16@x5.example", severity: .soft, status: "5.2.1")],
            "e62.d82.7e5a39@thirdtouch.vendor.example"),
        NoticeRow(
            "smail-failed-addresses", .bounce,
            [.init(address: "smail@uucp.example", severity: .hard, status: nil)],
            "e63.d83.bb4e5c@mail.outreach.test"),
        NoticeRow(
            "xmail-bounce", .bounce,
            [.init(address: "xm@xmail.example", severity: .hard, status: "5.1.1")],
            "e64.d84.21fdac@thirdtouch.vendor.example"),
        NoticeRow(
            "argosoft-delivery-error", .bounce,
            [.init(address: "arg@argosoft.example", severity: .hard, status: nil)],
            nil),
        NoticeRow(
            "apache-james-details", .bounce,
            [.init(address: "ja@james.example", severity: .hard, status: nil)],
            nil),
    ]
}
