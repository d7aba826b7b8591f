import API
import PlainYAML
import SequenceFile
import Sequencing

/// A sequence file's mistakes as the API tells them.
enum SequenceReading {
    static func read(
        _ text: String, file: String, isZoneKnown: (String) -> Bool
    ) throws(APIError) -> Sequencing.Sequence {
        do {
            return try SequenceFile.read(text, file: file, knownZones: isZoneKnown)
        } catch {
            let count = error.diagnostics.count
            throw APIError(
                .sequenceInvalid,
                "\(file) has \(count) \(count == 1 ? "mistake" : "mistakes"); nothing was published",
                advice: "mend it, then look: thirdtouch sequence lint \(file)",
                details: error.diagnostics.map {
                    DiagnosticView(
                        file: $0.file, line: $0.line, column: $0.column, field: $0.field,
                        message: $0.message, advice: $0.advice)
                })
        }
    }
}
