import PlainYAML
import Testing

/// Texts made to hurt: each must end quickly in a node or a diagnostic.
struct HostileTextTests {
    private static let sound = """
        title: "A {{field}} \\u00e9"
        list: [08:30-11:30, 'b', {c: d}]
        steps:
          - id: a
            body: |
              Hi,

              text
          - {id: b, on: {x: end}} # comment
        folded: >-
          one
          two
        """

    private static func read(_ text: String) {
        do {
            _ = try PlainYAML.parse(text, file: "x.yaml")
        } catch {
            #expect(error.line >= 1 && error.column >= 1)
            #expect(!error.message.isEmpty)
        }
    }

    @Test("every beginning of a sound text is read or refused")
    func beginnings() {
        for count in 0...Self.sound.count { Self.read(String(Self.sound.prefix(count))) }
    }

    @Test("every single change by one of YAML's signs is read or refused")
    func changes() {
        let characters = Array(Self.sound)
        for sign in "&*!|>%@`'\"[]{}:,-?#~\t\n\u{85}\u{FEFF}\u{0}" {
            for place in characters.indices {
                var changed = characters
                changed[place] = sign
                Self.read(String(changed))
            }
        }
    }

    @Test(
        "deep nesting is refused in each style",
        arguments: [
            String(repeating: "- ", count: 5_000) + "x", String(repeating: "[a, ", count: 5_000),
            String(repeating: "{a: ", count: 5_000), String(repeating: "? ", count: 5_000) + "x",
            (0..<1_200).map { String(repeating: " ", count: $0) + "a:\n" }.joined(),
        ])
    func deep(text: String) {
        #expect(throws: Diagnostic.self) { try PlainYAML.parse(text, file: "x.yaml") }
    }

    @Test("a bomb of aliases is refused before it goes off, as a value and as a key")
    func bombs() {
        var text = "a0: &a0 [x, x]\n"
        for level in 1...30 {
            text += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n"
        }
        for end in ["z: *a30\n", "? *a30\n: z\n", "? [*a30]\n: z\n", "z: {*a30 : 1}\n"] {
            #expect(throws: Diagnostic.self) { try PlainYAML.parse(text + end, file: "x.yaml") }
        }
    }
}
