import Testing

@testable import Sequencing

@Suite struct FoldedTextTests {
    @Test(
        "Case, punctuation and line breaks do not hide a phrase",
        arguments: [
            ("Please, take me\noff!", "take me off", true), ("Don’t write", "don't write", true),
            ("unstoppable", "stop", false), ("un\u{200B}sub\u{AD}scribe", "unsubscribe", true),
            ("ABMELDEN.", "abmelden", true), ("", "stop", false),
        ])
    func phrases(text: String, phrase: String, isThere: Bool) {
        #expect(FoldedText(text).contains(phrase) == isThere)
    }
}
