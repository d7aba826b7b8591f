import Foundation
import Sequencing
import Testing

struct MergeTemplateTests {
    private static let values = [
        "first_name": "Mira", "company": "Kranich & Söhne <GmbH>", "topic": "  ",
        "title": "Head of\r\nBcc: all@list.example",
    ]

    @Test(
        "Fields become values, stated fallbacks, or a list of what is missing",
        arguments: [
            ("", .text("")), ("Hello", .text("Hello")), ("{ } {x} $", .text("{ } {x} $")),
            ("Hi {{first_name}},", .text("Hi Mira,")),
            ("Hi {{ first_name }}!", .text("Hi Mira!")),
            ("{{first_name}}{{first_name}}", .text("MiraMira")),
            ("Hi {{last_name|there}}", .text("Hi there")),
            ("Hi {{last_name| there }}", .text("Hi there")),
            ("Hi {{last_name|}}.", .text("Hi .")),
            ("{{last_name|a|b}}", .text("a|b")),
            ("{{first_name|there}}", .text("Mira")),
            ("{{topic|your yards}}", .text("your yards")),
            ("{{topic}} {{phone}} {{topic}}", .missing(["topic", "phone"])),
            ("{{first_name}}}", .text("Mira}")),
            ("{{company}}", .text("Kranich & Söhne <GmbH>")),
        ] as [(String, MergeTemplate.Rendering)])
    func rendering(source: String, expected: MergeTemplate.Rendering) throws {
        #expect(try MergeTemplate(parsing: source).render(Self.values) == expected)
    }

    @Test(
        "What is no field is refused with its place",
        arguments: [
            ("{{", 1, 1), ("Hi {{first_name}", 1, 4), ("a\nb }} c", 2, 3), ("{{}}", 1, 1),
            ("{{First_Name}}", 1, 1), ("{{first name}}", 1, 1), ("{{a-b}}", 1, 1),
            ("{{{a}}}", 1, 1), ("one\ntwo {{#if a}}", 2, 5), ("{{a|{{b}}}}", 1, 1),
            ("ä}} {{a}}", 1, 2), ("a\r\nb {{A}}", 2, 3), ("{{|there}}", 1, 1),
        ])
    func mistakes(source: String, line: Int, column: Int) {
        let mistake = #expect(throws: MergeTemplate.Mistake.self) {
            try MergeTemplate(parsing: source)
        }
        #expect(mistake?.line == line)
        #expect(mistake?.column == column)
    }

    @Test("The fields are known before anything is rendered, each once, in their order")
    func fields() throws {
        let template = try MergeTemplate(parsing: "{{b}} {{a|x}} {{b}} {{custom_1}}")
        #expect(template.fields == ["b", "a", "custom_1"])
    }

    @Test("A header takes no value and no fallback with a line break or another control")
    func header() throws {
        let title = try MergeTemplate(parsing: "Re {{title}}")
        #expect(title.renderHeader(Self.values) == .unsafe("title"))
        #expect(title.renderHeader(["title": "CTO"]) == .text("Re CTO"))
        #expect(title.renderHeader(["title": "C\u{85}TO"]) == .unsafe("title"))
        #expect(title.renderHeader([:]) == .missing(["title"]))
        let fallback = try MergeTemplate(parsing: "{{company|a\r\nBcc: b}}")
        #expect(fallback.renderHeader([:]) == .unsafe("company"))
    }

    @Test("HTML takes values as text, and keeps the template's own markup")
    func html() throws {
        let template = try MergeTemplate(parsing: "<b>{{company}}</b>{{phone|\"'&}}")
        #expect(
            template.renderHTML(Self.values)
                == .text("<b>Kranich &amp; Söhne &lt;GmbH&gt;</b>&quot;&#39;&amp;"))
    }

    @Test("A value that looks like a field stays text")
    func noSecondPass() throws {
        let template = try MergeTemplate(parsing: "{{first_name}}")
        #expect(template.render(["first_name": "{{phone}}"]) == .text("{{phone}}"))
    }

    @Test("A template is stored as its text and read again; a wrong one is refused")
    func coding() throws {
        let template = try MergeTemplate(parsing: "Hi {{first_name|there}}")
        let bytes = try JSONEncoder().encode([template])
        #expect(String(decoding: bytes, as: UTF8.self) == #"["Hi {{first_name|there}}"]"#)
        #expect(try JSONDecoder().decode([MergeTemplate].self, from: bytes) == [template])
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([MergeTemplate].self, from: Data(#"["{{"]"#.utf8))
        }
    }

    @Test("Ten thousand different fields are no burden", .timeLimit(.minutes(1)))
    func large() throws {
        let source = (0..<10_000).map { "{{custom_\($0)}} {{" + "a\($0)|b}}" }.joined()
        let template = try MergeTemplate(parsing: source)
        #expect(template.fields.count == 20_000)
        guard case .missing(let names) = template.render([:]) else {
            Issue.record("the fields without a fallback are missing")
            return
        }
        #expect(names.count == 10_000)
    }
}

struct LeadFieldTests {
    @Test(
        "A field of an installation's own begins with custom_",
        arguments: [
            ("first_name", true), ("custom_sites", true), ("custom_", false), ("name", false),
            ("First_name", false),
        ])
    func known(field: String, isKnown: Bool) {
        #expect(LeadField.isKnown(field) == isKnown)
    }

    @Test(
        "A misspelt field finds its neighbour",
        arguments: [
            ("firstname", "first_name"), ("first_nmae", "first_name"), ("compny", "company"),
            ("linkdin", "linkedin"), ("quarterly_revenue", nil),
        ] as [(String, String?)])
    func nearest(field: String, expected: String?) {
        #expect(LeadField.nearest(to: field) == expected)
    }
}
