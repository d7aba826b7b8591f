import Foundation
import PlainYAML
package import Sequencing
import Synchronization

/// The system's time zones, read from its TZif files as they are asked for.
///
/// The files are the system's own, because `apt upgrade` mends those and not Foundation's copy.
package final class ZoneDatabase: Sendable {
    /// More than any zone file by far; tzdata's largest has 4 KB.
    package static let fileLimitBytes = 1_048_576

    private struct Entry {
        var rules: ZoneRules
        var stamp: FileStamp
    }

    private struct Cache {
        var entries: [String: Entry] = [:]
        var names: [String]?
        var folderStamp: FileStamp?
    }

    private let folder: String
    private let cache: Mutex<Cache>

    package init(folder: String = "/usr/share/zoneinfo") {
        self.folder = folder
        cache = Mutex(Cache(folderStamp: FileStamp(path: folder)))
    }

    /// The rules of an IANA zone, kept in memory until `reloadIfChanged()` finds another file.
    package func rules(named name: String) throws(ZoneDataError) -> ZoneRules {
        if let known = cache.withLock({ $0.entries[name]?.rules }) { return known }
        let entry = try read(name)
        cache.withLock { $0.entries[name] = entry }
        return entry.rules
    }

    /// Whether the folder has a readable zone of that name.
    package func knows(_ name: String) -> Bool {
        do {
            _ = try rules(named: name)
            return true
        } catch {
            return false
        }
    }

    /// Every zone of the folder in alphabetical order, without `posix/` and `right/`.
    package func names() -> [String] {
        if let known = cache.withLock({ $0.names }) { return known }
        let found = ZoneFolder.names(in: folder)
        cache.withLock { $0.names = found }
        return found
    }

    /// What a look at the files has found.
    package struct Reload: Sendable {
        /// Whether any zone, or the list of them, is another one now.
        package var hasChanges: Bool
        /// Zones in use that can't be read any more: what was read before stays in force.
        package var lost: [ZoneDataError]
    }

    /// Reads again the zones whose files changed since they were read.
    ///
    /// Dates that were derived from zones are then derived again by the caller. A file that has vanished or can't
    /// be read leaves its zone as it was: a lead does not lose its hours because an upgrade went wrong.
    package func reloadIfChanged() -> Reload {
        let (known, folderStamp) = cache.withLock { cache in
            (cache.entries.mapValues(\.stamp), cache.folderStamp)
        }
        var reload = Reload(hasChanges: FileStamp(path: folder) != folderStamp, lost: [])
        var fresh: [String: Entry] = [:]
        for (name, stamp) in known where FileStamp(path: path(of: name)) != stamp {
            do {
                fresh[name] = try read(name)
                reload.hasChanges = true
            } catch {
                reload.lost.append(error)
            }
        }
        let nowStamp = FileStamp(path: folder)
        cache.withLock { cache in
            cache.entries.merge(fresh) { $1 }
            cache.names = nil
            cache.folderStamp = nowStamp
        }
        return reload
    }

    /// Another text whenever any file of the system's zones is another one.
    package var fingerprint: String {
        let stamps = names().map { name in
            FileStamp(path: path(of: name)).map { "\(name) \($0.modified) \($0.sizeBytes)" }
                ?? name
        }
        return String(UInt64(stableHashOf: stamps.joined(separator: "\n")), radix: 16)
    }

    private func path(of name: String) -> String { "\(folder)/\(name)" }

    private func read(_ name: String) throws(ZoneDataError) -> Entry {
        guard Self.canBeName(name) else {
            let shown = String(
                String.UnicodeScalarView(name.unicodeScalars.filter { !$0.isControl }))
            throw ZoneDataError(.badName, zone: String(shown.prefix(64)))
        }
        // The stamp before the bytes: a file that changes in between is then read again.
        guard let stamp = FileStamp(path: path(of: name)), stamp.isFile else {
            throw ZoneDataError(.unknownZone, zone: name, suggestions: suggestions(for: name))
        }
        guard stamp.sizeBytes <= Self.fileLimitBytes else {
            throw ZoneDataError(.malformed, zone: name, evidence: "it is larger than 1 MB")
        }
        let bytes: [UInt8]
        do {
            bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path(of: name))))
        } catch {
            throw ZoneDataError(.unreadable, zone: name, evidence: error.localizedDescription)
        }
        do {
            return Entry(rules: try TZifFile(bytes, name: name).rules, stamp: stamp)
        } catch {
            throw ZoneDataError(.malformed, zone: name, evidence: error.evidence)
        }
    }

    private static func canBeName(_ name: String) -> Bool {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        return name.utf8.count <= 64
            && parts.allSatisfy { part in
                !part.isEmpty && part != "." && part != ".."
                    && part.unicodeScalars.allSatisfy {
                        $0.isASCIILetterOrDigit || "._+-".unicodeScalars.contains($0)
                    }
            }
    }

    /// Zones of the same city, or whose names differ by a few letters; at most three.
    private func suggestions(for name: String) -> [String] {
        let all = names()
        let city = name.split(separator: "/").last.map { $0.lowercased() } ?? ""
        let sameCity = all.filter { $0.split(separator: "/").last?.lowercased() == city }
        if !sameCity.isEmpty { return Array(sameCity.prefix(3)) }
        if let near = name.nearest(in: all) { return [near] }
        let cities = all.map { String($0.split(separator: "/").last ?? "") }
        guard let nearCity = city.nearest(in: cities), let index = cities.firstIndex(of: nearCity)
        else { return [] }
        return [all[index]]
    }
}
