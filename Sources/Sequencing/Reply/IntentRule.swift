/// What a person's answer seems to want.
enum IntentRule {
    static func intent(
        of written: String, subject: String, _ moment: ReplyMoment
    ) -> ReplyIntent? {
        nil
    }
}
