import Foundation

/// What the control groups of this process limit: its own and those around it, of version 1 and 2 (cgroups(7)). Containers, systemd and
/// batch systems limit processes by them.
struct ControlGroups {
    /// CPU time a second, in cores; nil where there is no limit.
    let cores: Double?
    /// Memory; nil where there is no limit.
    let memoryBytes: Double?

    /// - Parameter root: of the file system; for tests.
    init(root: String = "") {
        let groups = Self.lines(root + "/proc/self/cgroup").compactMap(Group.init)
        let mounts = Self.lines(root + "/proc/self/mountinfo").compactMap(Mount.init)
        /// What any of the files of a controller says, the smallest of all groups around this one.
        func least(_ controller: Substring, _ read: (_ folder: String, _ isVersion2: Bool) -> Double?) -> Double? {
            var found: [Double] = []
            for mount in mounts where mount.isVersion2 || mount.controllers.contains(controller) {
                guard let group = groups.first(where: { mount.isVersion2 ? $0.controllers.isEmpty : $0.controllers.contains(controller) })
                else { continue }
                found += mount.folders(of: group).compactMap { read(root + $0, mount.isVersion2) }
            }
            return found.min()
        }
        cores = least("cpu") { folder, isVersion2 in
            let words =
                isVersion2
                ? Self.words(folder + "/cpu.max") : Self.words(folder + "/cpu.cfs_quota_us") + Self.words(folder + "/cpu.cfs_period_us")
            // `max` or -1 where there is none.
            guard words.count == 2, let quota = Double(words[0]), let period = Double(words[1]), quota > 0, period > 0 else { return nil }
            return quota / period
        }
        memoryBytes = least("memory") { folder, isVersion2 in
            guard let text = Self.words(folder + (isVersion2 ? "/memory.max" : "/memory.limit_in_bytes")).first, let bytes = Double(text),
                // Version 1 says the largest number of pages there is.
                bytes > 0, bytes < 0x1p62
            else { return nil }
            return bytes
        }
    }

    private static func lines(_ path: String) -> [Substring] {
        (try? String(contentsOfFile: path, encoding: .utf8))?.split(separator: "\n") ?? []
    }

    private static func words(_ path: String) -> [Substring] {
        (try? String(contentsOfFile: path, encoding: .utf8))?.split(whereSeparator: \.isWhitespace) ?? []
    }

    /// A line of /proc/self/cgroup: `4:cpu,cpuacct:/user.slice`, of version 2 `0::/user.slice`.
    private struct Group {
        let controllers: [Substring]
        let path: String

        init?(_ line: Substring) {
            let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard parts.count == 3 else { return nil }
            controllers = parts[1].split(separator: ",")
            path = String(parts[2])
        }
    }

    /// A line of /proc/self/mountinfo: `32 31 0:29 /root /sys/fs/cgroup/cpu rw,relatime - cgroup cgroup rw,cpu`.
    private struct Mount {
        let isVersion2: Bool
        let controllers: [Substring]
        /// The group that is seen at `point`.
        let group: String
        let point: String

        init?(_ line: Substring) {
            let fields = line.split(separator: " ")
            guard let dash = fields.firstIndex(of: "-"), dash >= 6, fields.count >= dash + 4 else { return nil }
            guard ["cgroup", "cgroup2"].contains(fields[dash + 1]) else { return nil }
            isVersion2 = fields[dash + 1] == "cgroup2"
            controllers = fields[dash + 3].split(separator: ",")
            (group, point) = (String(fields[3]), String(fields[4]).replacing("\\040", with: " "))
        }

        /// The folders of a group and those around it, the innermost first.
        func folders(of inner: Group) -> [String] {
            var path = inner.path.split(separator: "/")
            let shown = group.split(separator: "/")
            // A container sees its own group as the root, or is told a path that it cannot see.
            path = path.starts(with: shown) && !path.contains("..") ? Array(path.dropFirst(shown.count)) : []
            return (0...path.count).reversed().map { count in ([point[...]] + path.prefix(count)).joined(separator: "/") }
        }
    }
}
