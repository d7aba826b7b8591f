import CGMime

/// GMime, started once for the process.
///
/// `g_mime_init` is not safe to race; a `static let` is. After it, GMime works on any thread as long as
/// no object is shared between two of them, and none leaves this module.
enum GMimeLibrary {
    private static let started: Void = g_mime_init()

    static func start() { started }
}

/// One reference to a GObject, given back when the owner goes out of scope.
struct GMimeOwner<Object>: ~Copyable {
    let pointer: UnsafeMutablePointer<Object>

    init?(_ pointer: UnsafeMutablePointer<Object>?) {
        guard let pointer else { return nil }
        self.pointer = pointer
    }

    /// Said where the last pointer into the object has been used: the compiler sees no use in a pointer, and
    /// may give the object back after the owner's own last use.
    @inline(never)
    borrowing func outlivesItsPointers() {}

    deinit { g_object_unref(pointer) }
}

/// A stream over a copy of the bytes.
func memoryStream(of bytes: [UInt8]) -> GMimeOwner<GMimeStream>? {
    let stream = bytes.withUnsafeBytes { buffer in
        g_mime_stream_mem_new_with_buffer(
            buffer.baseAddress?.assumingMemoryBound(to: CChar.self), buffer.count)
    }
    return GMimeOwner(stream)
}

extension UnsafePointer<CChar> {
    /// The text with what is not UTF-8 replaced.
    var repaired: String { String(cString: self) }
}
