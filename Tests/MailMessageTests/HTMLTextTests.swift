import MailMessage
import Sequencing
import Testing

@Suite struct HTMLTextTests {
    /// A search through the whole output at each paragraph took minutes here.
    @Test("Twenty thousand paragraphs cost what their length is", .timeLimit(.minutes(1)))
    func manyParagraphs() throws {
        let html = String(repeating: "<p>Lager und <b>Kälte</b></p>\n", count: 20_000)
        let head = "Content-Type: text/html; charset=utf-8\n\n"
        let text = try MessageParser.parse(Array((head + html).utf8)).htmlAsText
        #expect(text?.split(separator: "\n").count == 20_000)
    }

    @Test(
        "Markup becomes the text a reader sees",
        arguments: [
            ("<p>One</p><p>Two</p>", "One\n\nTwo"),
            ("One<br>Two<br/>Three", "One\nTwo\nThree"),
            ("<div>One</div>\n   <div>Two</div>", "One\nTwo"),
            (
                "A&amp;B &lt;c&gt; &#228;&#xE4;&auml; &nope; &#0; &#x110000;",
                "A&B <c> äää &nope; &#x110000;"
            ),
            ("one\n   two&nbsp;&nbsp;three", "one two three"),
            ("<style>p{}</style><script>a<b</script><SCRIPT>x</SCRIPT>ok", "ok"),
            ("<!-- <p>no</p> -->ok<!-- never closed", "ok"),
            ("<a title=\"a>b\" href='x'>link</a>", "link"),
            ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
            (
                "Yes<blockquote>Hello<br>Ada<blockquote>deep</blockquote></blockquote>No",
                "Yes\n> Hello\n> Ada\n> > deep\nNo"
            ),
            ("Yes<hr>From", "Yes\n________________________________\nFrom"),
            ("Yes<div class=\"gmail_signature\">Ada</div>", "Yes\n-- \nAda"),
            ("a < b and 1<2", "a < b and 1<2"),
            ("un\u{200B}sub&shy;scribe", "un\u{200B}subscribe"),
            ("<p", ""), ("", ""),
        ])
    func strips(html: String, text: String) throws {
        let mail = Array("Content-Type: text/html; charset=utf-8\n\n\(html)".utf8)
        let seen = try #require(try MessageParser.parse(mail).htmlAsText)
        #expect(String(seen.reversed().drop(while: \.isNewline).reversed()) == text)
    }
}
