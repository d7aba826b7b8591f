internal import Sequencing

/// What a server says, as far as we ask for it.
enum IMAPResponse: Equatable {
    case tagged(String, IMAPStatus)
    case status(IMAPStatus)
    case continuation(String)
    case exists(Int)
    case expunge
    case fetch(IMAPFetch)
    case list(IMAPListing)
    case search([UInt32])
    case extendedSearch(IMAPExtendedSearch)
    case namespace(IMAPNamespaces)
    case capability([String])
    /// Well-formed, and not asked for.
    case other(String)
}

/// OK, NO, BAD, BYE or PREAUTH with its code and words (RFC 9051 section 7.1).
struct IMAPStatus: Equatable {
    enum Kind: String { case ok = "OK", no = "NO", bad = "BAD", bye = "BYE", preauth = "PREAUTH" }

    var kind: Kind
    /// The first word in brackets, in capitals: `UIDNEXT`.
    var code: String?
    /// What follows it in the brackets: `4392`.
    var codeArgument: String?
    var text: String
}

/// One message's answers to FETCH.
struct IMAPFetch: Equatable {
    enum Body: Equatable {
        case bytes([UInt8])
        case oversize(Int, head: [UInt8])
    }

    var uid: UInt32?
    var arrivedAt: Instant?
    /// By the flag `\\Draft`; nil when no flags were told.
    var isDraft: Bool?
    /// Nil when it was not asked for or the server said NIL.
    var body: Body?
}

/// What we ask of an ESEARCH answer (RFC 9051 section 7.3.4).
struct IMAPExtendedSearch: Equatable {
    /// Of the command that it answers.
    var tag: String?
    /// Nil when it holds none.
    var count: Int?
    /// The lowest UID; nil when nothing was found.
    var minimum: UInt32?
    /// Every UID, in runs as the server wrote them.
    var all: [ClosedRange<UInt32>] = []
}

/// The beginnings of folder names, separator included (RFC 2342).
struct IMAPNamespaces: Equatable {
    /// Of the person's own folders, as `INBOX.`; the empty one is left out.
    var personal: [String] = []
    /// Of other people's and of shared folders.
    var foreign: [String] = []
}

/// One folder of a LIST answer.
struct IMAPListing: Equatable {
    /// In lower case, with their backslash: `\junk`.
    var attributes: Set<String>
    /// The hierarchy's separator, nil for a flat mailbox.
    var separator: String?
    /// As the server wrote it (modified UTF-7 or UTF-8).
    var name: String
}

/// A value of the response grammar.
enum IMAPValue: Equatable {
    case atom(String)
    case string([UInt8])
    /// Its size and its beginning.
    case oversize(Int, [UInt8])
    case null
    case list([IMAPValue])

    /// The text of an atom or a string, nil when it is no UTF-8.
    var text: String? {
        switch self {
        case .atom(let text): text
        case .string(let bytes): String(validating: bytes, as: UTF8.self)
        case .oversize, .null, .list: nil
        }
    }

    var number: Int? {
        guard case .atom(let text) = self, text.utf8.allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        return Int(text)
    }
}
