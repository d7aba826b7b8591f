import MailMessage
import Sequencing
import Testing

struct OptOutTokenTests {
    static let key = [UInt8](repeating: 7, count: 32)

    static func token(key: [UInt8] = key) -> String {
        OptOutToken.make(enrollment: EnrollmentID(12), step: StepIndex(3), revision: 5, key: key)
    }

    @Test("A token names the Message-ID of its touch, in whatever case it comes back")
    func names() {
        let messageID = MessageIdentity.make(
            enrollment: EnrollmentID(12), step: StepIndex(3), revision: 5, domain: "a.example",
            key: Self.key)
        let name = String(messageID.prefix { $0 != "@" })
        #expect(OptOutToken.messageName(of: Self.token(), key: Self.key) == name)
        let subject = "UNSUBSCRIBE \(Self.token().uppercased())"
        #expect(OptOutToken.messageName(inSubject: subject, key: Self.key) == name)
    }

    @Test(
        "What we did not make names nothing: other keys, other numbers, a Message-ID's own name",
        arguments: [
            token(key: [UInt8](repeating: 8, count: 32)),
            token().replacing("u12.", with: "u13."), token().replacing(".5.", with: ".6."),
            String(token().dropLast()), token() + "0", token() + "@a.example", "", "u", "u...",
            String(repeating: "u", count: 200),
            String(
                MessageIdentity.make(
                    enrollment: EnrollmentID(12), step: StepIndex(3), revision: 5, domain: "x",
                    key: key
                ).prefix { $0 != "@" }),
        ])
    func forged(_ token: String) {
        #expect(OptOutToken.messageName(of: token, key: Self.key) == nil)
    }

    @Test("A token has the letters of an address, and nobody's name")
    func harmless() {
        #expect(
            Self.token().utf8.allSatisfy {
                "abcdefghijklmnopqrstuvwxyz0123456789.".utf8.contains($0)
            })
        #expect(Self.token().hasPrefix("u12.3.5."))
    }
}
