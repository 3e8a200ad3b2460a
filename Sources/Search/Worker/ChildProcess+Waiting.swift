package import Foundation

extension ChildProcess {
    /// The next line of its standard output, waited for; nil once that is closed. For a caller who has nothing else to do.
    package func nextLine() -> Data? {
        while unreadLines.isEmpty {
            var watched = [pollfd(fd: output, events: Int16(POLLIN), revents: 0)]
            if error >= 0 { watched.append(pollfd(fd: error, events: Int16(POLLIN), revents: 0)) }
            if hasUnsent { watched.append(pollfd(fd: input, events: Int16(POLLOUT), revents: 0)) }
            _ = Foundation.poll(&watched, nfds_t(watched.count), -1)
            flush()
            readError()
            let (lines, ended) = readOutput()
            unreadLines += lines
            if ended, unreadLines.isEmpty { return nil }
        }
        return unreadLines.removeFirst()
    }
}
