import Sequencing

extension NoticeRow {
    /// What is no bounce, or looks like none: successes, receipts, complaints, challenges, people.
    static let others: [NoticeRow] = [
        NoticeRow(
            "success-relayed", .dispositionNotice, [],
            "e139.d159.4eb78f@mail.outreach.test"),
        NoticeRow(
            "success-expanded", .dispositionNotice, [],
            "e140.d160.06161d@thirdtouch.vendor.example"),
        NoticeRow(
            "mdn-displayed", .dispositionNotice, [],
            "e141.d161.3ed91b@mail.outreach.test"),
        NoticeRow(
            "mdn-deleted-unread", .dispositionNotice, [],
            "e142.d162.647398@thirdtouch.vendor.example"),
        NoticeRow(
            "mdn-sieve-reject", .bounce,
            [.init(address: "sieve@reader.example", severity: .soft, status: nil)],
            "e143.d163.3e5429@mail.outreach.test"),
        NoticeRow(
            "mdn-sieve-reject-fr", .bounce,
            [.init(address: "sievefr@reader.example", severity: .soft, status: nil)],
            "e144.d164.7d786d@thirdtouch.vendor.example"),
        NoticeRow(
            "arf-abuse", .complaint, [],
            "e145.d165.492582@mail.outreach.test"),
        NoticeRow(
            "arf-fraud", .complaint, [],
            "e146.d166.84aa01@thirdtouch.vendor.example"),
        NoticeRow(
            "arf-opt-out", .complaint, [],
            "e147.d167.e51ee6@mail.outreach.test"),
        NoticeRow(
            "arf-virus", .complaint, [],
            "e148.d168.4847ec@thirdtouch.vendor.example"),
        NoticeRow(
            "arf-other", .complaint, [],
            "e149.d169.bb34e7@mail.outreach.test"),
        NoticeRow(
            "arf-auth-failure", .complaint, [],
            "e150.d170.ae87eb@thirdtouch.vendor.example"),
        NoticeRow(
            "arf-not-spam", .dispositionNotice, [],
            "e151.d171.00b9de@mail.outreach.test"),
        NoticeRow(
            "arf-headers-only", .complaint, [],
            "e152.d172.1b8bb7@thirdtouch.vendor.example"),
        NoticeRow(
            "complaint-hotmail-jmrp", .complaint, [],
            "e153.d173.6dfee3@mail.outreach.test"),
        NoticeRow(
            "complaint-aol-scomp", .complaint, [],
            "e154.d174.6d7fd0@thirdtouch.vendor.example"),
        NoticeRow(
            "complaint-abuse-desk", .complaint, [],
            "e155.d175.b06370@mail.outreach.test"),
        NoticeRow(
            "challenge-tmda", .challenge, [],
            "e156.d176.a1da2c@thirdtouch.vendor.example"),
        NoticeRow(
            "challenge-spam-arrest", .challenge, [],
            "e157.d177.dbd34b@mail.outreach.test"),
        NoticeRow(
            "challenge-fr", .challenge, [],
            "e158.d178.62ae5e@thirdtouch.vendor.example"),
        NoticeRow(
            "person-says-undeliverable", .person, [],
            "e159.d179.aead0f@mail.outreach.test"),
        NoticeRow(
            "person-forwards-a-bounce", .person, [],
            nil),
        NoticeRow(
            "person-attaches-a-bounce", .person, [],
            nil),
        NoticeRow(
            "person-delivery-problem", .person, [],
            nil),
        NoticeRow(
            "person-is-a-postmaster", .person, [],
            nil),
        NoticeRow(
            "person-mailbox-was-full", .person, [],
            nil),
        NoticeRow(
            "person-asks-to-confirm", .person, [],
            nil),
        NoticeRow(
            "person-abuse-of-forklifts", .person, [],
            nil),
        NoticeRow(
            "person-new-host", .person, [],
            nil),
        NoticeRow(
            "person-failed-copy", .person, [],
            nil),
        NoticeRow(
            "person-unknown-user-question", .person, [],
            nil),
        NoticeRow(
            "person-de-zustellung", .person, [],
            nil),
        NoticeRow(
            "person-administrator", .person, [],
            nil),
        NoticeRow(
            "ses-json-bounce", .bounce,
            [.init(address: "ses.json@cloudish.example", severity: .hard, status: "5.1.1")],
            "e172.d192.e38130@thirdtouch.vendor.example"),
        NoticeRow(
            "ses-json-complaint", .complaint, [],
            "e173.d193.54ab2e@mail.outreach.test"),
        NoticeRow(
            "fml-not-member", .bounce,
            [.init(address: "sales@lists.example", severity: .soft, status: nil)],
            nil),
        NoticeRow(
            "addresses-that-are-words", .bounce,
            [
                .init(address: "kontakt@firma.example", severity: .hard, status: "5.1.1"),
                .init(address: "support@firma.example", severity: .hard, status: "5.1.1"),
            ],
            nil),
        NoticeRow(
            "two-addresses-in-one-line", .bounce,
            [
                .init(address: "one@firma.example", severity: .hard, status: nil),
                .init(address: "two@firma.example", severity: .hard, status: nil),
            ],
            nil),
    ]
}
