import Foundation
import Testing

/// The kept inputs of the fuzzer, replayed without it: seeds, and every input that once broke a
/// promise.
struct CorpusTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Fuzzing/Corpus").standardizedFileURL

    @Test("Every kept input keeps the reader's promises", arguments: FuzzTarget.allCases)
    func replay(_ target: FuzzTarget) throws {
        let folder = Self.folder.appending(path: target.rawValue)
        let files = try FileManager.default.contentsOfDirectory(
            at: folder, includingPropertiesForKeys: nil)
        #expect(files.count >= 10, "the corpus of \(target.rawValue) is lost")
        for file in files { target.run(Array(try Data(contentsOf: file))) }
    }

    @Test("Every fixture mail keeps the promises of the readers of mail")
    func fixtures() throws {
        let folder = Self.folder.appending(path: "../../Tests/Fixtures").standardizedFileURL
        let paths =
            FileManager.default.enumerator(atPath: folder.path)?
            .compactMap { $0 as? String }.filter { $0.hasSuffix(".eml") } ?? []
        #expect(paths.count >= 30)
        for path in paths {
            let bytes = Array(try Data(contentsOf: folder.appending(path: path)))
            for target in [FuzzTarget.message, .words, .html, .returnDate] { target.run(bytes) }
        }
    }
}
