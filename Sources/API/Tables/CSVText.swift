/// Tables as CSV (RFC 4180), with LF line ends as other Unix programs write them.
package enum CSVText {
    package static func table(_ columns: [String], _ rows: [[String]]) -> String {
        ([columns] + rows).map { row in
            row.map(cell).joined(separator: ",") + "\n"
        }.joined()
    }

    /// A cell that a spreadsheet would take for a formula gets an apostrophe before it (OWASP, “CSV
    /// Injection”); what needs it is quoted.
    package static func cell(_ text: String) -> String {
        // Unicode scalars, since CR LF is one character.
        let isFormula = text.unicodeScalars.first.map { "=+-@\t\r\n".unicodeScalars.contains($0) }
        let safe = isFormula ?? false ? "'\(text)" : text
        let isPlain = !safe.unicodeScalars.contains {
            $0 == "," || $0 == "\"" || $0 == "\n" || $0 == "\r"
        }
        return isPlain ? safe : "\"\(safe.replacing("\"", with: "\"\""))\""
    }
}
