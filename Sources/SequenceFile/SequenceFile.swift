package import PlainYAML
package import Sequencing

/// The text form of a sequence (docs/sequence-file.md): read with all its mistakes, and written.
package enum SequenceFile {
    /// Reads and lints one file; its name without folder and extension is the sequence's.
    ///
    /// `knownZones` says whether an IANA name exists on this machine.
    package static func read(
        _ text: String, file: String, knownZones: (String) -> Bool
    ) throws(SequenceFileErrors) -> Sequence {
        try lint(text, file: file, knownZones: knownZones).sequence
    }

    /// As `read`, with what is allowed and still deserves a second thought, in the order of the file.
    package static func lint(
        _ text: String, file: String, knownZones: (String) -> Bool
    ) throws(SequenceFileErrors) -> (sequence: Sequence, remarks: [Diagnostic]) {
        let (mistakes, remarks) = (Mistakes(), Mistakes())
        let sequence = withoutActuallyEscaping(knownZones) { knownZones in
            SequenceReader(
                file: file, knownZones: knownZones, mistakes: mistakes, remarks: remarks
            ).read(text)
        }
        guard mistakes.isEmpty, let sequence else {
            throw SequenceFileErrors(diagnostics: mistakes.diagnostics)
        }
        return (sequence, remarks.diagnostics)
    }

    /// The file that reads as this sequence, every default written out.
    package static func write(_ sequence: Sequence) -> String {
        SequenceWriter(sequence).text
    }
}

/// All mistakes of a sequence file, at least one, in the order of the file.
package struct SequenceFileErrors: Error, Equatable, Sendable, CustomStringConvertible {
    package var diagnostics: [Diagnostic]

    package init(diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }

    /// One line for each.
    package var description: String {
        diagnostics.map(\.description).joined(separator: "\n")
    }
}
