import Foundation

/// The most memory that this process has occupied.
enum ProcessMemory {
    /// Linux's own high-water mark; nil elsewhere. (`getrusage` would count what the parent had when it started this process.)
    static var peakBytes: Int? {
        guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
            let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }),
            let kibibytes = line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap({ Int($0) })
        else { return nil }
        return kibibytes * 1024
    }
}
