extension UInt64 {
    /// The number with its bits spread: the same on every machine, for choices that must not look
    /// regular and must not change.
    ///
    /// The last steps of SplitMix64 (Steele, Lea and Flood, “Fast splittable pseudorandom number
    /// generators”, 2014).
    package var mixed: UInt64 {
        var mixed = self
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// 2⁶⁴ divided by the golden ratio: neighbouring numbers times this lie far apart.
    package static let goldenGamma: UInt64 = 0x9E37_79B9_7F4A_7C15

    /// A number for a text, the same on every machine and in every run (FNV-1a, 64 bits; IETF
    /// draft-eastlake-fnv).
    package init(stableHashOf text: String) {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        self = hash
    }
}
