import Sequencing

extension NoticeRow {
    /// Gateways, lists and broken forms.
    static let gateways: [NoticeRow] = [
        NoticeRow(
            "barracuda-blocked", .bounce,
            [.init(address: "barra@gate.example", severity: .soft, status: "5.7.1")],
            "e106.d126.3212c4@thirdtouch.vendor.example"),
        NoticeRow(
            "mimecast-unreachable", .bounce,
            [.init(address: "mime@gate.example", severity: .soft, status: nil)],
            nil),
        NoticeRow(
            "proofpoint-temporary", .bounce,
            [.init(address: "proof@gate.example", severity: .soft, status: "4.4.7")],
            "e108.d128.af9ae4@thirdtouch.vendor.example"),
        NoticeRow(
            "messagelabs-refused", .bounce,
            [.init(address: "labs@gate.example", severity: .soft, status: "5.0.0")],
            "e109.d129.78b9d3@mail.outreach.test"),
        NoticeRow(
            "trend-imsva-sent-rcpt", .bounce,
            [.init(address: "imsva@gate.example", severity: .hard, status: "5.1.1")],
            "e110.d130.222ed1@thirdtouch.vendor.example"),
        NoticeRow(
            "mcafee-webshield", .bounce,
            [.init(address: "wshield@gate.example", severity: .hard, status: nil)],
            "e111.d131.31800c@mail.outreach.test"),
        NoticeRow(
            "fortimail-policy", .bounce,
            [.init(address: "forti@gate.example", severity: .soft, status: "5.7.1")],
            "e112.d132.615b43@thirdtouch.vendor.example"),
        NoticeRow(
            "surfcontrol-addressed-to", .bounce,
            [.init(address: "surf@gate.example", severity: .hard, status: "5.1.1")],
            "e113.d133.3ce380@mail.outreach.test"),
        NoticeRow(
            "mxlogic-anti-spam", .bounce,
            [.init(address: "mxl@gate.example", severity: .hard, status: "5.1.1")],
            "e114.d134.5fbf2e@thirdtouch.vendor.example"),
        NoticeRow(
            "mailfoundry-unable", .bounce,
            [.init(address: "found@gate.example", severity: .soft, status: "5.7.1")],
            nil),
        NoticeRow(
            "powermta-report", .bounce,
            [.init(address: "pow@gate.example", severity: .hard, status: "5.1.2")],
            "e116.d136.db194b@thirdtouch.vendor.example"),
        NoticeRow(
            "facebook-rcp-p1", .bounce,
            [.init(address: "fb@faceish.example", severity: .soft, status: "5.1.1")],
            "e117.d137.8c181e@mail.outreach.test"),
        NoticeRow(
            "mimedefang-rejected", .bounce,
            [.init(address: "mdf@gate.example", severity: .soft, status: nil)],
            nil),
        NoticeRow(
            "ezmlm-list-bounce", .bounce,
            [.init(address: "ez@lists.example", severity: .soft, status: "5.2.3")],
            "e119.d139.8b9398@mail.outreach.test"),
        NoticeRow(
            "listserv-error-for", .bounce,
            [.init(address: "lsv@lists.example", severity: .hard, status: nil)],
            "e120.d140.f37b7a@thirdtouch.vendor.example"),
        NoticeRow(
            "verizon-mms", .bounce,
            [.init(address: "mobil@mmsish.example", severity: .hard, status: nil)],
            nil),
        NoticeRow(
            "broken-boundary-differs", .bounce,
            [.init(address: "bb@broken.example", severity: .hard, status: "5.1.1")],
            "e122.d142.21109d@thirdtouch.vendor.example"),
        NoticeRow(
            "broken-no-boundary-at-all", .bounce,
            [.init(address: "nb@broken.example", severity: .hard, status: "5.1.1")],
            "e123.d143.d0201a@mail.outreach.test"),
        NoticeRow(
            "broken-report-as-text", .bounce,
            [.init(address: "tp@broken.example", severity: .soft, status: "5.2.2")],
            "e124.d144.89d3a4@thirdtouch.vendor.example"),
        NoticeRow(
            "broken-mbox-from-line", .bounce,
            [.init(address: "mb@broken.example", severity: .hard, status: "5.1.1")],
            "e125.d145.24617b@mail.outreach.test"),
        NoticeRow(
            "broken-cr-only", .bounce,
            [.init(address: "cr@broken.example", severity: .hard, status: "5.1.1")],
            "e126.d146.61fbaa@thirdtouch.vendor.example"),
        NoticeRow(
            "broken-empty-lines-first", .bounce,
            [.init(address: "crlf@broken.example", severity: .hard, status: nil)],
            nil),
        NoticeRow(
            "broken-8bit-headers", .bounce,
            [.init(address: "acht@broken.example", severity: .hard, status: nil)],
            nil),
        NoticeRow(
            "broken-no-line-between-recipients", .bounce,
            [
                .init(address: "nof@broken.example", severity: .hard, status: "5.1.1"),
                .init(address: "nof2@broken.example", severity: .soft, status: "4.4.7"),
            ],
            "e129.d149.59e2be@mail.outreach.test"),
        NoticeRow(
            "broken-lines-between-fields", .bounce,
            [.init(address: "gap@broken.example", severity: .hard, status: "5.1.1")],
            "e130.d150.1ba089@thirdtouch.vendor.example"),
        NoticeRow(
            "gateway-wraps-a-report", .bounce,
            [.init(address: "wrapped@gate.example", severity: .hard, status: "5.1.1")],
            "e131.d151.2404f2@mail.outreach.test"),
        NoticeRow(
            "broken-report-in-base64", .bounce,
            [.init(address: "b64st@broken.example", severity: .hard, status: "5.1.1")],
            "e132.d152.907599@thirdtouch.vendor.example"),
        NoticeRow(
            "message-id-folded-in-copy", .bounce,
            [.init(address: "folded@gate.example", severity: .hard, status: nil)],
            "e133.d153.6e82d4@mail.outreach.test"),
        NoticeRow(
            "eai-global-report", .bounce,
            [.init(address: "dömäne@xn--gre-6ka8i.example", severity: .hard, status: "5.1.1")],
            "e134.d154.7e5021@thirdtouch.vendor.example"),
        NoticeRow(
            "html-only", .bounce,
            [.init(address: "html@only.example", severity: .soft, status: "5.2.2")],
            nil),
        NoticeRow(
            "reason-in-second-part", .bounce,
            [.init(address: "second@part.example", severity: .hard, status: "5.1.1")],
            "e136.d156.e9eb57@thirdtouch.vendor.example"),
        NoticeRow(
            "same-recipient-twice", .bounce,
            [.init(address: "dupe@twice.example", severity: .hard, status: "5.1.1")],
            "e137.d157.980d23@mail.outreach.test"),
        NoticeRow(
            "failed-delayed-and-delivered", .bounce,
            [
                .init(address: "mixed1@mix.example", severity: .hard, status: "5.1.1"),
                .init(address: "mixed2@mix.example", severity: .delayed, status: "4.4.1"),
            ],
            "e138.d158.404602@thirdtouch.vendor.example"),
    ]
}
