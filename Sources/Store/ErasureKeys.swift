import GRDB
import Sequencing

/// What the addresses of forgotten people are kept under: keyed hashes, the keys in the database itself (decision 0023).
///
/// There is one key. A database that replaced another's, by a restore, has that one's too, or its marks would say nothing.
enum ErasureKeys {
    static let settingName = "erasure-key"

    /// As the setting holds them, the one for new marks first.
    static func keys(in setting: String) -> [Substring] { setting.split(separator: " ") }

    /// Those of `setting`, and behind them those of the other that it does not have.
    static func joined(_ setting: String?, _ other: String?) -> String? {
        let own = keys(in: setting ?? "")
        let added = keys(in: other ?? "").filter { !own.contains($0) }
        return own.isEmpty && added.isEmpty ? nil : (own + added).joined(separator: " ")
    }
}

extension Database {
    /// Under what the address of a forgotten person may be kept, by which key ever; none as long as nobody was forgotten.
    func erasureMarks(of address: String) throws -> [String] {
        let setting: String? = try first(
            "SELECT value FROM setting WHERE name = ?", ErasureKeys.settingName
        ) { $0.next() }
        guard let setting else { return [] }
        // Before Schema016 a mark was made of the domain as people write it.
        return EmailAddress.spellings(of: address).flatMap { spelling in
            ErasureKeys.keys(in: setting).map {
                SHA256.authenticationCode(of: Array(spelling.utf8), key: Array($0.utf8)).hexadecimal
            }
        }
    }

    func makeErasureKey() throws {
        var generator = SystemRandomNumberGenerator()
        let secret = (0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) }
        try execute(
            sql: "INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING",
            arguments: [ErasureKeys.settingName, secret.hexadecimal])
    }
}

extension [UInt8] {
    fileprivate var hexadecimal: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(
            decoding: flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
