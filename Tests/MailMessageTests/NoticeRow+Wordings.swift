import Sequencing

extension NoticeRow {
    /// Notices whose words were misunderstood once.
    static let wordings: [NoticeRow] = [
        NoticeRow(
            "exim-link-between-recipients", .bounce,
            [
                .init(address: "lead@customer.example", severity: .hard, status: "5.1.1"),
                .init(address: "second.one@other.example", severity: .soft, status: "5.2.2"),
            ], "t42.k9f3.0b7c@mail.vendor.example"),
        NoticeRow(
            "exim-pipe-died", .bounce,
            [.init(address: "lead@customer.example", severity: .soft, status: nil)],
            "t42.k9f3.0b7c@mail.vendor.example"),
        NoticeRow(
            "qmail-not-in-rcpthosts", .bounce,
            [.init(address: "lead@customer.example", severity: .soft, status: "5.7.1")],
            "t42.k9f3.0b7c@mail.vendor.example"),
        NoticeRow(
            "exchange-html-header-in-pre", .bounce,
            [.init(address: "lead@customer.example", severity: .hard, status: "5.1.1")],
            "t42.k9f3.0b7c@mail.vendor.example"),
        NoticeRow(
            "exchange-nl", .bounce,
            [.init(address: "lead@customer.example", severity: .hard, status: nil)], nil),
        NoticeRow(
            "exchange-ru-not-found", .bounce,
            [.init(address: "lead@customer.example", severity: .hard, status: nil)], nil),
        NoticeRow(
            "exchange-sv", .bounce,
            [.init(address: "lead@customer.example", severity: .hard, status: nil)], nil),
        NoticeRow(
            "exchange-de-delay-words", .delay,
            [.init(address: "lead@customer.example", severity: .delayed, status: nil)], nil),
        NoticeRow(
            "exchange-hu-not-found", .bounce,
            [.init(address: "lead@ugyfel.example", severity: .hard, status: nil)], nil),
        NoticeRow(
            "libero-casella-inesistente", .bounce,
            [.init(address: "lead@libero.example", severity: .hard, status: nil)],
            "t42.k9f3.0b7c@mail.vendor.example"),
        NoticeRow(
            "notes-de-not-listed", .bounce,
            [.init(address: "plead@customer.example", severity: .hard, status: nil)],
            "t42.k9f3.0b7c@mail.vendor.example"),
        NoticeRow(
            "james-answers-the-subject", .bounce,
            [.init(address: "lead@customer.example", severity: .hard, status: "5.1.1")],
            "t42.k9f3.0b7c@mail.vendor.example"),
        NoticeRow(
            "compuserve-invalid-receiver", .bounce,
            [.init(address: "70000.123@compuserve.example", severity: .hard, status: nil)], nil),
        NoticeRow(
            "temporarily-unavailable-550", .bounce,
            [.init(address: "lead@customer.example", severity: .soft, status: "5.0.0")],
            "t42.k9f3.0b7c@mail.vendor.example"),
        NoticeRow(
            "host-not-found-try-again", .bounce,
            [.init(address: "lead@customer.example", severity: .soft, status: "4.4.3")],
            "t42.k9f3.0b7c@mail.vendor.example"),
        NoticeRow(
            "arf-auth-failure-nobody", .dispositionNotice, [], "t42.k9f3.0b7c@mail.vendor.example"),
        NoticeRow("challenge-guest-list", .challenge, [], nil),
        NoticeRow("challenge-approved-beforehand", .challenge, [], nil),
        NoticeRow("challenge-antispam-uol", .challenge, [], nil),
        NoticeRow(
            "sophos-spam-words", .bounce,
            [.init(address: "lead@customer.example", severity: .soft, status: nil)], nil),
    ]
}
