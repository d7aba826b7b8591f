import MailMessage
import Sequencing
import Testing

/// Our Message-IDs prove themselves by a keyed hash over what they name.
struct MessageIdentityTests {
    static let key = [UInt8](repeating: 7, count: 32)

    private var id: String {
        MessageIdentity.make(
            enrollment: EnrollmentID(12), step: StepIndex(2), revision: 5,
            domain: "sender.example", key: Self.key)
    }

    @Test("It is proven by its local part, whatever host follows and in whatever case")
    func proven() {
        let name = String(id.prefix { $0 != "@" })
        #expect(name.hasPrefix("e12.2.5."))
        for text in [id, name, "\(name)@relay.example", id.uppercased()] {
            #expect(MessageIdentity.provenName(in: text, key: Self.key) == name)
            #expect(MessageIdentity.isOurs(text, key: Self.key))
        }
    }

    @Test("Another key, another step, a shortened hash, or anybody's Message-ID proves nothing")
    func forged() {
        let name = String(id.prefix { $0 != "@" })
        let mac = name.split(separator: ".")[3]
        for text in [
            "e13.2.5.\(mac)@sender.example", "e12.2.5.\(mac.dropLast())@sender.example",
            "e12.2.5.@sender.example", "e12.2.5@sender.example", "", "@", "a@b.example",
            "x.\(name)@sender.example",
        ] {
            #expect(MessageIdentity.provenName(in: text, key: Self.key) == nil, "\(text)")
        }
        #expect(MessageIdentity.provenName(in: id, key: [1, 2, 3]) == nil)
    }
}
