import Sequencing

extension NoticeRow {
    /// What providers send, in many languages.
    static let providers: [NoticeRow] = [
        NoticeRow(
            "google-address-not-found", .bounce,
            [.init(address: "nobody.here@gmailish.example", severity: .hard, status: "5.1.1")],
            "e67.d87.2634f1@mail.outreach.test"),
        NoticeRow(
            "google-technical-details", .bounce,
            [.init(address: "full.box@gmailish.example", severity: .soft, status: "5.2.2")],
            "e68.d88.7401f5@thirdtouch.vendor.example"),
        NoticeRow(
            "google-delivery-incomplete", .delay,
            [.init(address: "slow@gmailish.example", severity: .delayed, status: "4.4.1")],
            "e69.d89.9ed2aa@mail.outreach.test"),
        NoticeRow(
            "google-group-not-permitted", .bounce,
            [.init(address: "gruppe@lists.gmailish.example", severity: .hard, status: nil)],
            "e70.d90.f5cb2a@thirdtouch.vendor.example"),
        NoticeRow(
            "google-es-direccion", .bounce,
            [.init(address: "ana.f@gmailish.example", severity: .hard, status: nil)],
            "e71.d91.bac0d7@mail.outreach.test"),
        NoticeRow(
            "yahoo-unable-to-deliver", .bounce,
            [.init(address: "yuki@yahooish.example", severity: .hard, status: nil)],
            "e72.d92.462731@thirdtouch.vendor.example"),
        NoticeRow(
            "yahoo-account-discontinued", .bounce,
            [.init(address: "disc@yahooish.example", severity: .hard, status: nil)],
            "e73.d93.675ebe@mail.outreach.test"),
        NoticeRow(
            "aol-mailbox-not-found", .bounce,
            [.init(address: "aolish@aolish.example", severity: .hard, status: "5.1.1")],
            "e74.d94.1cd0c1@thirdtouch.vendor.example"),
        NoticeRow(
            "hotmail-delivery-failed", .bounce,
            [.init(address: "hot@outlookish.example", severity: .hard, status: "5.5.0")],
            "e75.d95.2dece9@mail.outreach.test"),
        NoticeRow(
            "ses-bounce", .bounce,
            [.init(address: "ses@cloudish.example", severity: .soft, status: "5.7.1")],
            "e76.d96.2e1c5d@thirdtouch.vendor.example"),
        NoticeRow(
            "workmail-recipient-rejected", .bounce,
            [.init(address: "work@cloudish.example", severity: .hard, status: "5.1.1")],
            "e77.d97.8c5050@mail.outreach.test"),
        NoticeRow(
            "sendgrid-undelivered", .bounce,
            [.init(address: "grid@cloudish.example", severity: .soft, status: "5.2.1")],
            "e78.d98.cb8f11@thirdtouch.vendor.example"),
        NoticeRow(
            "mailgun-suppressed", .bounce,
            [.init(address: "gun@cloudish.example", severity: .soft, status: "5.0.0")],
            "e79.d99.08c919@mail.outreach.test"),
        NoticeRow(
            "zoho-invalid-address", .bounce,
            [.init(address: "zoho@zohoish.example", severity: .hard, status: "5.1.1")],
            "e80.d100.ab1634@thirdtouch.vendor.example"),
        NoticeRow(
            "yandex-this-is-the-mail-system", .bounce,
            [.init(address: "yan@yandexish.example", severity: .hard, status: "5.7.1")],
            "e81.d101.7c55dd@mail.outreach.test"),
        NoticeRow(
            "mailru-failed-recipients", .bounce,
            [.init(address: "mru@mailruish.example", severity: .soft, status: nil)],
            "e82.d102.4b39e3@thirdtouch.vendor.example"),
        NoticeRow(
            "gmx-quoted-address", .bounce,
            [.init(address: "gmx.nutzer@gmxish.example", severity: .hard, status: "5.1.1")],
            "e83.d103.570f0c@mail.outreach.test"),
        NoticeRow(
            "kundenserver-mailbox-full", .bounce,
            [.init(address: "web.nutzer@webish.example", severity: .soft, status: nil)],
            "e84.d104.94a630@thirdtouch.vendor.example"),
        NoticeRow(
            "t-online-de", .bounce,
            [.init(address: "t.kunde@tonlineish.example", severity: .hard, status: "5.1.1")],
            "e85.d105.796bfa@mail.outreach.test"),
        NoticeRow(
            "orange-fr-boite-pleine", .bounce,
            [.init(address: "p.durand@orangeish.example", severity: .soft, status: "5.2.2")],
            "e86.d106.46103a@thirdtouch.vendor.example"),
        NoticeRow(
            "ezweb-recipient-reason", .bounce,
            [.init(address: "taro@ezish.example", severity: .hard, status: "5.1.1")],
            nil),
        NoticeRow(
            "kddi-could-not-be-delivered", .bounce,
            [.init(address: "hanako@auish.example", severity: .soft, status: nil)],
            "e88.d108.590ef5@thirdtouch.vendor.example"),
        NoticeRow(
            "docomo-dots-in-local-part", .bounce,
            [.init(address: "neko..nyan.@docomoish.example", severity: .hard, status: "5.1.1")],
            "e89.d109.58780d@mail.outreach.test"),
        NoticeRow(
            "biglobe-delivery-problems", .bounce,
            [.init(address: "big@biglobeish.example", severity: .soft, status: nil)],
            "e90.d110.ec1e07@thirdtouch.vendor.example"),
        NoticeRow(
            "mfilter-server-message", .bounce,
            [.init(address: "mfil@filterish.example", severity: .hard, status: "5.1.1")],
            "e91.d111.deb280@mail.outreach.test"),
        NoticeRow(
            "activehunter-arrows", .bounce,
            [.init(address: "hunter@activeish.example", severity: .hard, status: nil)],
            "e92.d112.73250c@thirdtouch.vendor.example"),
        NoticeRow(
            "ja-haishin-funou", .bounce,
            [.init(address: "suzuki@kaisha.example", severity: .hard, status: nil)],
            "e93.d113.f4de43@mail.outreach.test"),
        NoticeRow(
            "zh-tuixin", .bounce,
            [.init(address: "wang@gongsi.example", severity: .hard, status: nil)],
            nil),
        NoticeRow(
            "ko-bansong", .bounce,
            [.init(address: "kim@hoesa.example", severity: .soft, status: "5.2.2")],
            nil),
        NoticeRow(
            "sv-olevererbart", .bounce,
            [.init(address: "anna.lind@lager.example", severity: .hard, status: "5.1.1")],
            nil),
        NoticeRow(
            "da-kan-ikke-leveres", .bounce,
            [.init(address: "mette@varehus.example", severity: .soft, status: nil)],
            nil),
        NoticeRow(
            "nb-ikke-levert", .bounce,
            [.init(address: "kari@varelager.example", severity: .hard, status: nil)],
            nil),
        NoticeRow(
            "fi-toimitus-epaonnistui", .bounce,
            [.init(address: "jukka@varasto.example", severity: .hard, status: nil)],
            nil),
        NoticeRow(
            "pl-nie-mozna-dostarczyc", .bounce,
            [.init(address: "zofia@magazyn.example", severity: .soft, status: "5.2.2")],
            nil),
        NoticeRow(
            "cs-nedorucitelne", .bounce,
            [.init(address: "petr@zavod.example", severity: .hard, status: nil)],
            nil),
        NoticeRow(
            "ru-ne-dostavleno", .bounce,
            [.init(address: "olga.k@zavod.example", severity: .hard, status: nil)],
            nil),
        NoticeRow(
            "tr-teslim-edilemedi", .bounce,
            [.init(address: "emre@depo.example", severity: .soft, status: nil)],
            nil),
        NoticeRow(
            "de-verzoegert", .delay,
            [.init(address: "e.keller@lagerhaus.example", severity: .delayed, status: nil)],
            nil),
        NoticeRow(
            "fr-remise-differee", .delay,
            [.init(address: "m.blanc@depot.example", severity: .delayed, status: nil)],
            nil),
    ]
}
