import API
import ArgumentParser

extension ContextCommand {
    func refuseTwoFormats<Table>(_ csv: Table?, _ shared: SharedOptions) throws {
        if csv != nil, shared.json { throw ValidationError("--csv and --json are two formats.") }
    }
}

extension CommandContext {
    /// The table where one is asked for, otherwise as any other value.
    func show(_ value: some Rendered, asCSV table: String?, _ shared: SharedOptions) throws {
        if let table { write(table) } else { try show(value, shared) }
    }
}
