import Mustache
import Sequencing

/// The page's templates and its two files that browsers keep, compiled into the program.
struct PageLibrary: Sendable {
    enum Template: String, CaseIterable, Sendable {
        case door, failure, confirm, summary, work, lead, reps, reasons, settings
    }

    /// A file whose address says what is in it, so that it may be kept for ever.
    struct Asset: Sendable {
        var path: String
        var type: String
        var bytes: [UInt8]
    }

    /// Pieces that templates name with `>` or `<`.
    private static let pieces: [String: [UInt8]] = [
        "frame": PackageResources.frame_mustache,
        "worklist": PackageResources.worklist_mustache,
        "moment": PackageResources.moment_mustache,
        "decide": PackageResources.decide_mustache,
    ]

    private static func text(of template: Template) -> [UInt8] {
        switch template {
        case .door: PackageResources.door_mustache
        case .failure: PackageResources.failure_mustache
        case .confirm: PackageResources.confirm_mustache
        case .summary: PackageResources.summary_mustache
        case .work: PackageResources.work_mustache
        case .lead: PackageResources.lead_mustache
        case .reps: PackageResources.reps_mustache
        case .reasons: PackageResources.reasons_mustache
        case .settings: PackageResources.settings_mustache
        }
    }

    private let library: MustacheLibrary
    let style: Asset
    let mark: Asset

    init() throws {
        MustacheContentTypes.register(PageText(), named: PageText.name)
        var library = MustacheLibrary()
        for template in Template.allCases {
            try Self.register(Self.text(of: template), as: template.rawValue, in: &library)
        }
        for (name, bytes) in Self.pieces { try Self.register(bytes, as: name, in: &library) }
        self.library = library
        style = Asset(PackageResources.style_css, name: "style", ending: "css", type: "text/css")
        mark = Asset(
            PackageResources.mark_svg, name: "mark", ending: "svg", type: "image/svg+xml")
    }

    private static func register(
        _ bytes: [UInt8], as name: String, in library: inout MustacheLibrary
    ) throws {
        let text = String(decoding: bytes, as: UTF8.self)
        try library.register("{{% CONTENT_TYPE: \(PageText.name)}}" + text, named: name)
    }

    /// The whole page, as HTML.
    func html(_ template: Template, _ content: some Sendable, in frame: PageFrame) -> String {
        // Why it can't be nil: `init` has registered every template.
        library.render(PageContent(frame: frame, page: content), withTemplate: template.rawValue)
            ?? ""
    }
}

/// What a template can name: `frame.…`, and `page.…`.
private struct PageContent<Content: Sendable>: Sendable {
    let frame: PageFrame
    let page: Content
}

extension PageLibrary.Asset {
    fileprivate init(_ bytes: [UInt8], name: String, ending: String, type: String) {
        let hash = SHA256.digest(bytes).prefix(8).map { $0 }.hexadecimal
        self.init(path: "/assets/\(name)-\(hash).\(ending)", type: type, bytes: bytes)
    }
}
