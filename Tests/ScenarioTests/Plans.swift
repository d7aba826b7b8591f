/// Steps of sequence files that several scenarios play.
enum Plans {
    static let hello = """
          - id: hello
            email:
              subject: Hello
              body: Hi.
        """

    /// Two e-mails a day apart, in one thread.
    static let twoMails = """
        \(hello)
          - id: nudge
            after: 1 days
            email:
              reply-to: hello
              body: Still there?
        """

    /// A call that steers, then an e-mail.
    static let callFirst = """
          - id: ring
            call:
              script: Ask.
              expires: 2 days
            on:
              connected: end
          - id: hello
            after: 1 days
            email:
              subject: Hello
              body: Hi.
        """
}
