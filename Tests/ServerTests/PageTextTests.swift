import Sequencing
import Testing

@testable import Server

@Suite struct PageTextTests {
    @Test(
        "Nothing from outside leaves its place in a page",
        arguments: [
            ("Mira & Co", "Mira &amp; Co"),
            ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
            ("\" onmouseover=\"x", "&quot; onmouseover=&quot;x"),
            // One Swift character each, and yet a quotation mark to a browser.
            ("\"\u{301} onmouseover='x'", "&quot;\u{301} onmouseover=&#39;x&#39;"),
            ("<\u{FE0F}b>", "&lt;\u{FE0F}b&gt;"),
            ("a\u{202E}b\u{2066}c\u{0}d\u{85}e", "abcde"),
            ("zeile\r\nzwei\tdrei", "zeile\nzwei\tdrei"),
            ("Zoë 東京 👩‍💻", "Zoë 東京 👩‍💻"),
        ])
    func escapes(text: String, html: String) {
        #expect(PageText.escape(text) == html)
    }

    @Test("Every template is well made and keeps text from outside in its place")
    func library() throws {
        let library = try PageLibrary()
        let frame = PageFrame(
            title: "\"\u{301}><script>", style: library.style.path, mark: library.mark.path)
        for template in PageLibrary.Template.allCases {
            let html = library.html(template, Nothing(), in: frame)
            #expect(html.hasPrefix("<!DOCTYPE html>"), "\(template)")
            #expect(html.contains("<title>&quot;\u{301}&gt;&lt;script&gt; ·"), "\(template)")
            #expect(!html.contains("<script"), "\(template)")
            #expect(!html.contains(" style="), "\(template)")
        }
    }

    private struct Nothing: Sendable {}

    @Test(
        "A path that a form comes back to is one of ours",
        arguments: [
            ("/work", "/work"), ("/work?class=stalled&rep=dana", "/work?class=stalled&rep=dana"),
            ("/leads/L12", "/leads/L12"), ("//evil.example", "/"), ("https://evil.example", "/"),
            ("/work\r\nSet-Cookie: x", "/"), ("/work/../log-out", "/"), ("/log-out", "/"),
            ("", "/"),
            ("/work\\evil", "/"), ("/work?x=//evil.example", "/"),
        ])
    func safePath(text: String, path: String) {
        #expect(PageAct.safePath(text) == path)
    }
}

@Suite struct PageActTests {
    private func act(_ body: String) throws -> PageAct {
        try PageAct(PageForm(urlEncoded: Array(body.utf8)))
    }

    @Test("A form is read as what it asks for")
    func reads() throws {
        #expect(try act("act=resume&handOff=H3").verb == .resume)
        #expect(
            try act("act=assign&owner=omar&handOff=H3&handOff=4").handOffs.map(\.rawValue) == [
                3, 4,
            ])
        #expect(
            try act("act=dispose&disposition=recycled&wake=2026-12-01&why=+&handOff=H1").verb
                == .dispose(
                    .recycled, wake: .init(year: 2026, month: 12, day: 1), why: nil))
        #expect(
            try act("act=report&task=T4&outcome=no-answer&why=&handOff=H1").verb
                == .report(TaskID(4), outcome: "no-answer", note: nil))
        let one = try act("act=assign&owner=&handOff=H3&handOff=H4&one=enroll+H9+inbound")
        #expect(one.verb == .enroll(in: "inbound"))
        #expect(one.handOffs.map(\.rawValue) == [9])
        #expect(one.isConfirmed)
    }

    @Test(
        "What is not whole is refused with a sentence",
        arguments: [
            ("act=resume", "no lead is ticked"), ("act=assign&handOff=H1", "no rep is chosen"),
            ("act=enroll&handOff=H1&sequence=", "no sequence is chosen"),
            ("act=dispose&handOff=H1&disposition=gone", "no judgement is chosen"),
            ("act=dispose&handOff=H1&disposition=recycled&wake=soon", "is no day"),
            ("act=fly&handOff=H1", "can’t be done here"),
            ("act=resume&handOff=X1", "is no hand-off"),
            ("act=settle&handOff=H1&delivery=D1&settlement=maybe", "nothing is chosen"),
            ("act=report&handOff=H1&task=T1&outcome=", "no outcome is chosen"),
            ("act=report&handOff=H1&task=D1&outcome=done", "no outcome is chosen"),
        ])
    func refuses(body: String, words: String) {
        let error = #expect(throws: (any Error).self) { try act(body) }
        #expect("\(String(describing: error))".contains(words))
    }

    @Test("What can't be taken back, and what moves many, is shown before it is done")
    func confirmation() throws {
        #expect(try act("act=dispose&disposition=no-need&handOff=H1").needsConfirmation)
        #expect(try act("act=resume&handOff=H1&handOff=H2").needsConfirmation)
        #expect(try !act("act=resume&handOff=H1").needsConfirmation)
    }
}
