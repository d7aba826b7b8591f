import Foundation
import Store

/// What `thirdtouchd restore` did, for people and for scripts.
package struct RestoreReport: Sendable {
    private let report: StoreRestore.Report
    private let source: String

    init(_ report: StoreRestore.Report, source: String) {
        self.report = report
        self.source = source
    }

    package var text: String {
        let copy = report.copyAt.map { "knows what was until \($0)" } ?? "knows of nothing yet"
        var lines = [
            "restored  \(source)", "          \(report.leads) leads; it \(copy).",
        ]
        if let replaced = report.replaced {
            lines.append("          The database that was there is now \(replaced).")
            switch report.suppressionsKept {
            case .some(let count):
                lines.append("          \(count) opt-outs that it alone knew were carried over.")
            case nil:
                lines.append(
                    "          It can't be read, so opt-outs that it alone knew are NOT carried over: what "
                        + "came by mail is read again; enter the others by hand.")
            }
        }
        lines.append(
            "          At the next start every e-mail that may have left since is held; see thirdtouch status."
        )
        return lines.joined(separator: "\n")
    }

    /// `{"copyAt", "database", "leads", "replaced", "suppressionsKept"}`, what is unknown left out.
    package var json: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            return String(
                decoding: try encoder.encode(
                    Written(
                        database: report.database, copyAt: report.copyAt.map { "\($0)" },
                        leads: report.leads, replaced: report.replaced,
                        suppressionsKept: report.suppressionsKept)), as: UTF8.self)
        }
    }

    private struct Written: Encodable {
        var database: String
        var copyAt: String?
        var leads: Int
        var replaced: String?
        var suppressionsKept: Int?
    }
}
