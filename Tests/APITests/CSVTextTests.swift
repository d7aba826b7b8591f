import API
import Testing

struct CSVTextTests {
    @Test(
        "Cells are quoted where they must be, and no cell is a formula",
        arguments: [
            ("plain", "plain"), ("", ""), ("a, b", "\"a, b\""),
            ("say \"hi\"", "\"say \"\"hi\"\"\""),
            ("two\nlines", "\"two\nlines\""), ("=1+1", "'=1+1"), ("+49 30 1234", "'+49 30 1234"),
            ("-2", "'-2"), ("@sum", "'@sum"), ("\tx", "'\tx"), ("\r\nx", "\"'\r\nx\""),
            ("=a,\"b\"", "\"'=a,\"\"b\"\"\""), ("a=b", "a=b"),
        ])
    func cells(text: String, cell: String) {
        #expect(CSVText.cell(text) == cell)
    }
}
