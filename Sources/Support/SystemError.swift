internal import Foundation

/// What the system says of an error.
package enum SystemError {
    /// The cause in words: that of the error behind Foundation's own, where there is one, without the path that Foundation repeats.
    package static func words(_ error: any Error) -> String {
        let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? any Error
        return ((underlying ?? error) as NSError).localizedDescription
    }
}
