/// What a person's answer seems to want: a proposal with its reason, which the rep decides on.
///
/// Sentence by sentence, by words that can be shown; nil where nothing is clear. A later day outweighs a no
/// (“not interested this year, try me in March”), somebody else's name outweighs “not me”.
enum IntentRule {
    static func intent(of signs: ReplySigns, _ moment: ReplyMoment) -> ReplyIntent? {
        let text = signs.text.written
        let all = FoldedText(text)
        let sentences = ReplySentence.sentences(in: text)
        func first(_ matches: (ReplySentence) -> Bool) -> ReplySentence? {
            sentences.first(where: matches)
        }
        func says(_ phrases: PhraseList, _ runs: [String]) -> ReplySentence? {
            // What the whole does not say, none of its sentences does.
            guard all.contains(anyOf: phrases) || all.contains(anyRunOf: runs) else { return nil }
            return first {
                $0.words.contains(anyOf: phrases) || $0.words.contains(anyRunOf: runs)
            }
        }
        if let sentence = says(OptOutWords.requests, []), !sentence.isQuestion,
            !sentence.words.contains(anyOf: IntentWords.keeps)
        {
            return intent(.unsubscribe, sentence)
        }
        if let sentence = first(isReferral) {
            return intent(.referral, sentence, referredTo: MentionedAddress.other(in: signs))
        }
        if let sentence = says(IntentWords.wrongPerson, IntentWords.wrongPersonRuns) {
            let address = MentionedAddress.other(in: signs)
            return intent(
                address == nil ? .wrongPerson : .referral, sentence, referredTo: address)
        }
        let no =
            says(IntentWords.notInterested, IntentWords.notInterestedRuns)
            ?? short(sentences, IntentWords.shortNo)
        if let sentence = says(IntentWords.notNow, IntentWords.notNowRuns) {
            let day = LaterDay.find(in: sentences.map(\.shown), from: sentence.shown, moment)
            return intent(.notNow, sentence, notBefore: day)
        }
        if let no { return intent(.notInterested, no) }
        let yes =
            says(IntentWords.interested, IntentWords.interestedRuns)
            ?? short(sentences, IntentWords.shortYes)
        if let yes { return intent(.interested, yes) }
        return first(\.isQuestion).map { intent(.question, $0) }
    }

    private static func intent(
        _ kind: ReplyIntent.Kind, _ sentence: ReplySentence, notBefore: LocalDate? = nil,
        referredTo: String? = nil
    ) -> ReplyIntent {
        ReplyIntent(
            kind: kind, notBefore: notBefore, referredTo: referredTo,
            evidence: "“\(sentence.shown)”")
    }

    /// An answer of a word or two: “Yes please”, “Nein danke”.
    private static func short(_ sentences: [ReplySentence], _ answers: Set<String>)
        -> ReplySentence?
    {
        guard let sentence = sentences.prefix(2).first(where: { answers.contains($0.words.words) }),
            !sentence.isQuestion
        else { return nil }
        return sentence
    }

    /// “Please talk to Petra”, not “please talk to me”.
    private static func isReferral(_ sentence: ReplySentence) -> Bool {
        let bytes = sentence.words.bytes
        return sentence.words.contains(anyRunOf: IntentWords.referralRuns)
            || bytes.indices.contains { index in
                bytes[index] == 0x20 && IntentWords.referral.match(bytes, at: index + 1)
                    && !IntentWords.toMyself.match(bytes, at: index + 1)
            }
    }
}

/// An address that a person names in their text.
enum MentionedAddress {
    /// The first that is neither the sender's nor ours, in canonical form.
    static func other(in signs: ReplySigns) -> String? {
        let known = Set(
            ([signs.message.from, signs.message.to, signs.message.replyTo].joined())
                .map { EmailAddress.canonical(of: $0.address) })
        let pieces = signs.text.written.prefix(20_000).split {
            $0.isWhitespace || "<>()[]{},;:\"'“”„|*".contains($0)
        }
        return pieces.lazy.compactMap(address).first { !known.contains($0) }
    }

    private static func address(_ piece: Substring) -> String? {
        var text = piece
        while let last = text.last, ".!?。".contains(last) { text.removeLast() }
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, parts[1].contains("."), text.utf8.count <= 254,
            let end = parts[1].last, end.isLetter,
            parts[1].allSatisfy({ $0.isLetter || $0.isNumber || $0 == "." || $0 == "-" })
        else { return nil }
        return EmailAddress.canonical(of: text)
    }
}
