/// The words of `IntentRule`, folded: lower case, no punctuation.
enum IntentWords {
    /// The request to stop is denied.
    static let keeps: PhraseList = [
        "don't remove me", "do not remove me", "don't unsubscribe", "do not unsubscribe",
        "not unsubscribe", "don't take me off", "do not take me off", "not to remove me",
        "don't want you to stop", "do not want you to stop", "unsubscribe our", "please stop by",
        "please stop at", "please stop in",
    ]
}
