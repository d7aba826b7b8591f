import PlainYAML
import Testing

struct MappingTests {
    /// Reads a text with every accessor, as a configuration would.
    private func mistakes(in text: String) throws -> [String] {
        let mistakes = Mistakes()
        if let map = Mapping(try PlainYAML.parse(text, file: "c.yaml"), mistakes) {
            _ = map.requiredText("host")
            _ = map.optionalInteger("port", in: 1...65535)
            _ = map.optionalFlag("secure")
            if let tls = map.mapping("tls") {
                _ = tls.requiredText("file", advice: "name the certificate")
                tls.refuseUnknownKeys()
            }
            map.refuseUnknownKeys()
        }
        return mistakes.diagnostics.map(\.description)
    }

    @Test(
        "each mistake is shown whole",
        arguments: [
            ("host: a\nport: 25\nsecure: true\ntls: {file: x}\n", []),
            ("", ["c.yaml:1:1: the key “host” is missing; add host: …"]),
            (
                "- a\n",
                ["c.yaml:1:1: must be a mapping of keys, not a list; write key: value lines"]
            ),
            ("host:\n", ["c.yaml:1:1: host: has no value; add host: …"]),
            ("host: [a]\n", ["c.yaml:1:7: host: must be a text, not a list"]),
            (
                "host: a\nport: 70000\n",
                [
                    "c.yaml:2:7: port: must be a whole number, not “70000”; "
                        + "write a number from 1 to 65535"
                ]
            ),
            (
                "host: a\nsecure: yes\n",
                ["c.yaml:2:9: secure: must be true or false; write secure: true"]
            ),
            (
                "host: a\nhots: b\n",
                ["c.yaml:2:1: hots: the key “hots” is unknown; did you mean host?"]
            ),
            (
                "host: a\nzebra: b\n",
                [
                    "c.yaml:2:1: zebra: the key “zebra” is unknown; "
                        + "known here: host, port, secure, tls"
                ]
            ),
            (
                "host: a\ntls:\n  cert: b\n",
                [
                    "c.yaml:3:3: tls: the key “file” is missing; name the certificate",
                    "c.yaml:3:3: tls.cert: the key “cert” is unknown; known here: file",
                ]
            ),
        ])
    func shown(text: String, expected: [String]) throws {
        #expect(try mistakes(in: text) == expected)
    }

    @Test("all mistakes are thrown together, in the order of the file")
    func together() throws {
        let mistakes = Mistakes()
        let root = try PlainYAML.parse("b: x\na: y\n", file: "c.yaml")
        let map = try #require(Mapping(root, mistakes))
        _ = map.requiredInteger("a", in: 1...2)
        _ = map.requiredInteger("b", in: 1...2)
        let thrown = try #require(throws: FileMistakes.self) { try mistakes.check() }
        #expect(thrown.diagnostics.map(\.field) == ["b", "a"])
    }

    @Test("nothing found, nothing thrown")
    func clean() throws {
        try Mistakes().check()
    }

    @Test(
        "the nearest word is offered, a far one is not",
        arguments: [("hots", "host"), ("Hours", "hours"), ("x", nil), ("steppes", "steps")])
    func nearest(word: String, expected: String?) {
        #expect(word.nearest(in: ["host", "hours", "steps"]) == expected)
    }
}
