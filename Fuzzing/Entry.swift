import Glibc

/// What libFuzzer calls with each input it makes up.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    chosenTarget.run(Array(UnsafeBufferPointer(start: bytes, count: count)))
    return 0
}

private let chosenTarget: FuzzTarget = {
    let name = getenv("THIRDTOUCH_FUZZ_TARGET").map { String(cString: $0) } ?? ""
    guard let target = FuzzTarget(rawValue: name) else {
        fatalError("THIRDTOUCH_FUZZ_TARGET names no target: “\(name)”")
    }
    return target
}()
