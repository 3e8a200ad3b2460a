internal import Foundation

/// Where a board is, as `--on` says it: `local`, `ssh://user@host:port`, or a command that runs a program elsewhere.
package enum ConnectionAddress: Sendable, Hashable {
    case local
    case ssh(SSHAddress)
    /// Stands in front of the program's name: `qemu-arm -cpu arm1176`.
    case command(String)

    /// - Returns: nil for what is none of the three.
    package init?(_ text: String) {
        let text = text.trimmingCharacters(in: .whitespaces)
        if text.isEmpty { return nil }
        if text == "local" {
            self = .local
        } else if text.contains("://") {
            guard let address = SSHAddress(text) else { return nil }
            self = .ssh(address)
        } else {
            self = .command(text)
        }
    }
}

package struct SSHAddress: Sendable, Hashable {
    /// `user@host`, or a host of ssh's configuration.
    package let destination: String
    package let port: Int?

    init?(_ text: String) {
        guard let components = URLComponents(string: text), components.scheme == "ssh", let host = components.host, !host.isEmpty,
            !host.hasPrefix("-"), components.path.isEmpty || components.path == "/", components.password == nil
        else { return nil }
        destination = components.user.map { "\($0)@\(host)" } ?? host
        if destination.hasPrefix("-") { return nil }
        port = components.port
    }
}
