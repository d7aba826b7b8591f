import Sequencing

extension NoticeRow {
    /// What people, shops and couriers write in the words of notices.
    static let lookalikes: [NoticeRow] = [
        NoticeRow("person-colleague-retired", .person, [], nil),
        NoticeRow("person-administrator-answers", .person, [], nil),
        NoticeRow("person-postmaster-warns", .person, [], nil),
        NoticeRow("person-postmaster-allows", .person, [], nil),
        NoticeRow("person-at-smtp", .person, [], nil),
        NoticeRow("person-sells-mail-servers", .person, [], nil),
        NoticeRow("person-our-address-fails-de", .person, [], nil),
        NoticeRow("person-our-addresses-fail", .person, [], nil),
        NoticeRow("person-asks-of-a-bounce", .person, [], nil),
        NoticeRow("person-pastes-a-notice", .person, [], nil),
        NoticeRow("person-quotes-postfix", .person, [], nil),
        NoticeRow("person-retired-colleague", .person, [], nil),
        NoticeRow("person-permanent-error", .person, [], nil),
        NoticeRow("person-attaches-a-notice", .person, [], nil),
        NoticeRow("person-talks-of-arf", .person, [], nil),
        NoticeRow("parcel-address-unknown", .autoReply, [], nil),
        NoticeRow("parcel-delayed", .autoReply, [], nil),
        NoticeRow("parcel-not-delivered", .autoReply, [], nil),
        NoticeRow("parcel-address-not-found", .person, [], nil),
        NoticeRow("parcel-de", .autoReply, [], nil),
        NoticeRow("parcel-fr", .autoReply, [], nil),
        NoticeRow("parcel-es", .person, [], nil),
        NoticeRow("parcel-it", .autoReply, [], nil),
        NoticeRow("sign-in-unknown-user", .autoReply, [], nil),
        NoticeRow("shop-confirms-address", .autoReply, [], nil),
    ]
}
