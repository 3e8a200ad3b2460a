import Foundation
import Testing

@testable import CLI

/// What of the machine a process may use.
@Suite struct MachineTests {
    @Test func coresAreTheFewestOfAll() {
        func cores(_ online: Int, _ allowed: Int, _ quota: Double?) -> Int {
            AvailableCores(online: online, allowed: allowed, quota: quota).count
        }
        #expect(cores(8, 8, nil) == 8 && cores(8, 0, nil) == 8 && cores(8, 3, nil) == 3)
        #expect(cores(8, 8, 2) == 2 && cores(8, 8, 1.5) == 2 && cores(8, 8, 0.2) == 1 && cores(8, 1, 4) == 1 && cores(2, 2, 16) == 2)
        #expect(AvailableCores(online: 8, allowed: 4, quota: 1.5).description == "2 cores of 8 (affinity 4, quota 1.5)")
        #expect(AvailableCores(online: 1, allowed: 1, quota: nil).description == "1 core")
    }

    /// - Parameter files: by their path from the root.
    private func groups(_ files: [String: String]) throws -> ControlGroups {
        try NASProgram.inTemporaryFolder { folder in
            for (path, text) in files {
                let file = folder.appendingPathComponent(path)
                try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data((text + "\n").utf8).write(to: file)
            }
            return ControlGroups(root: folder.path)
        }
    }

    private let version2 = "29 23 0:26 / /sys/fs/cgroup rw,nosuid,relatime shared:4 - cgroup2 cgroup2 rw,nsdelegate"

    @Test func limitsOfVersion2AreTheSmallestOnTheWayUp() throws {
        let found = try groups([
            "proc/self/cgroup": "0::/user.slice/a.slice/b.scope", "proc/self/mountinfo": version2,
            "sys/fs/cgroup/user.slice/cpu.max": "max 100000", "sys/fs/cgroup/user.slice/a.slice/cpu.max": "150000 100000",
            "sys/fs/cgroup/user.slice/a.slice/b.scope/cpu.max": "400000 100000",
            "sys/fs/cgroup/user.slice/memory.max": "1073741824", "sys/fs/cgroup/user.slice/a.slice/memory.max": "max",
        ])
        #expect(found.cores == 1.5 && found.memoryBytes == 1_073_741_824)
    }

    @Test func aContainerSeesItsOwnGroupAsTheRoot() throws {
        for path in ["/", "/../..", "/somewhere/that/is/not/mounted"] {
            let found = try groups([
                "proc/self/cgroup": "0::\(path)", "proc/self/mountinfo": version2, "sys/fs/cgroup/cpu.max": "50000 100000",
                "sys/fs/cgroup/memory.max": "268435456",
            ])
            #expect(found.cores == 0.5 && found.memoryBytes == 268_435_456, "\(path)")
        }
    }

    @Test func limitsOfVersion1() throws {
        let mounts = """
            32 31 0:29 /docker/abc /sys/fs/cgroup/cpu,cpuacct rw,relatime - cgroup cgroup rw,cpu,cpuacct
            35 31 0:32 / /sys/fs/cgroup/memory rw,relatime master:3 - cgroup cgroup rw,memory
            """
        let found = try groups([
            "proc/self/cgroup": "5:memory:/a/b\n4:cpu,cpuacct:/docker/abc\n0::/", "proc/self/mountinfo": mounts,
            "sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us": "300000", "sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us": "100000",
            "sys/fs/cgroup/memory/a/memory.limit_in_bytes": "2147483648",
            "sys/fs/cgroup/memory/a/b/memory.limit_in_bytes": "9223372036854771712",
        ])
        #expect(found.cores == 3 && found.memoryBytes == 2_147_483_648)
        let free = try groups([
            "proc/self/cgroup": "4:cpu,cpuacct:/docker/abc", "proc/self/mountinfo": mounts,
            "sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us": "-1", "sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us": "100000",
        ])
        #expect(free.cores == nil && free.memoryBytes == nil)
    }

    @Test func whatCannotBeReadLimitsNothing() throws {
        for files in [
            [:], ["proc/self/cgroup": "nonsense", "proc/self/mountinfo": "1 2 3\n- cgroup2\n"], ["proc/self/mountinfo": version2],
        ] {
            let found = try groups(files)
            #expect(found.cores == nil && found.memoryBytes == nil)
        }
    }

    /// Affinity, by the program that util-linux brings.
    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/taskset"), "needs taskset")) func affinityIsCounted() throws {
        try NASProgram.inTemporaryFolder { folder in
            let one = try NASProgram.shell(
                "cpu=$(taskset -cp $$ | sed 's/.*: //; s/[-,].*//'); taskset -c $cpu nas doctor --format csv", in: folder)
            let table = CSVTable(one.output)
            let details = Dictionary(zip(table.column("check"), table.column("detail")), uniquingKeysWith: { first, _ in first })
            #expect(details["processor"]?.hasPrefix("1 core") == true, "\(one.output) \(one.errors)")
            #expect(details["CPU quota"] != nil && details["open files"] != nil && details["address space"] != nil)
        }
    }
}
