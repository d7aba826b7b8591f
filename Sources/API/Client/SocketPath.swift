/// Where the daemon listens.
package enum SocketPath {
    package static let standard = "/run/thirdtouch/thirdtouchd.sock"
    package static let environmentKey = "THIRDTOUCH_SOCKET"
    /// `sun_path` holds 108 bytes with its final zero (unix(7)).
    package static let maximumBytes = 107

    /// `--socket`, or else the environment, or else the standard path. Empty text counts as none.
    package static func resolve(option: String?, environment: [String: String]) -> String {
        [option, environment[environmentKey]].compactMap { $0 }.first { !$0.isEmpty } ?? standard
    }
}
