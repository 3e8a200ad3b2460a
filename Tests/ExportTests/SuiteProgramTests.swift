import Foundation
import TestSupport
import Testing

@testable import Export

/// The suite's program by itself: what it refuses, and that it goes on where it stopped.
@Suite struct SuiteProgramTests {
    private static let plan = """
        nas-plan 1
        network a f32 1
        input 8 8 3
        conv 0 16 3 3 1 1 1 1 1 1 1 1 1 relu
        output 1
        end
        network b i8 1
        input 8 8 3
        globalavg 0
        output 1
        end

        """

    @Test func goesOnAfterATornLine() throws {
        let program = try CProgram()
        let plan = try program.write(Self.plan)
        let whole = "sample 0 a 3 12.5 -1 -1\n"
        let results = try program.write(whole + "sample 0 b 3 1", as: "results.txt")
        let run = try program.run(["--passes", "2", "--min-ms", "0", "--results", results, plan])
        #expect(run.status == 0, "\(run.errors)")
        let lines = try program.read("results.txt").split(separator: "\n").map { $0.split(separator: " ") }
        #expect(try program.read("results.txt").hasPrefix(whole))
        #expect(Set(lines.map { "\($0[1]) \($0[2])" }) == ["0 a", "0 b", "1 a", "1 b"])
        #expect(lines.count == 4 && lines.allSatisfy { $0.count == 7 && (Double($0[4]) ?? 0) > 0 })
        // Nothing is left to do.
        let before = try program.read("results.txt")
        #expect(try program.run(["--passes", "2", "--results", results, plan]).status == 0)
        #expect(try program.read("results.txt") == before)
    }

    /// A change of the plan, the line that it is refused at, and what is said.
    private static let mistakes: [(old: String, new: String, line: Int, message: String)] = [
        ("nas-plan 1", "nas-plan 2", 1, "the first line"), ("conv 0", "conv 1", 4, "a number is not possible"),
        ("conv", "convolve", 4, "an unknown operation"),
        ("conv 0 16 3 3 1 1 1 1 1 1 1 1 1 relu", "conv", 4, "a number is missing"), ("globalavg 0", "shuffle 0", 9, "a number is missing"),
        (" relu", " swish", 4, "an activation"), (" relu", "", 4, "an activation"),
        ("relu", "relu 1", 4, "more on the line"), ("input 8 8 3\nconv", "input 8 8 99999999\nconv", 3, "a number is not possible"),
        ("input 8 8 3\nconv", "input 1000000 1000000 3\nconv", 3, "too large"), ("16 3 3", "16 30 3", 4, "larger than"),
        ("1 1 1 1 1 relu", "1 1 1 1 2 relu", 4, "groups do not divide"), ("output 1\nend\nnetwork", "end\nnetwork", 5, "no output"),
        ("globalavg 0\noutput 1\nend\n", "globalavg 0\noutput 1\n", 10, "no end"),
    ]

    @Test(arguments: mistakes.indices)
    func badPlansAreRefusedWithTheLine(_ mistake: Int) throws {
        let (old, new, line, message) = Self.mistakes[mistake]
        let text = Self.plan.replacingOccurrences(of: old, with: new)
        #expect(text != Self.plan)
        let program = try CProgram()
        let plan = try program.write(text)
        let run = try program.run(["--check", plan])
        #expect(run.status == 65)
        #expect(run.errors.hasPrefix("\(plan):\(line): error: "), "\(run.errors)")
        #expect(run.errors.contains(message), "\(run.errors)")
    }

    @Test func wrongUsageIsSaid() throws {
        let program = try CProgram()
        for arguments in [
            [], ["--passes"], ["--passes", "0", "x"], ["--order", "x1", "y"], ["--what", "1"], ["--clock", "/nowhere", "x"],
        ] {
            let run = try program.run(arguments)
            #expect(run.status == 64 && run.errors.contains("usage: nas-suite"), "\(arguments)")
        }
        let missing = try program.run(["--check", "/nowhere/plan.txt"])
        #expect(missing.status == 65 && missing.errors.contains("No such file"))
    }

    @Test(
        .enabled("a full device is needed") { FileManager.default.fileExists(atPath: "/dev/full") })
    func aFullDiskIsSaid() throws {
        let program = try CProgram()
        let plan = try program.write(Self.plan)
        let run = try CProgram.run(["sh", "-c", "\(program.path)/nas-suite --passes 1 --min-ms 0 \(plan) > /dev/full"])
        #expect(run.status == 1 && run.errors.contains("No space left on device"), "\(run.errors)")
    }

    @Test(arguments: [
        ["gcc", "-O3"], ["clang", "-O3"],
        ["arm-linux-gnueabi-gcc", "-O2", "-march=armv6", "-marm", "-mfpu=vfp", "-mfloat-abi=softfp"],
        ["arm-linux-gnueabihf-gcc", "-O3", "-mcpu=cortex-a7", "-mfpu=neon-vfpv4"], ["aarch64-linux-gnu-gcc", "-O3"],
        [
            "clang", "-O2", "--target=arm-linux-gnueabi", "-march=armv6", "-mfpu=vfp", "-mfloat-abi=softfp", "-isystem",
            "/usr/arm-linux-gnueabi/include",
        ],
        [
            "clang", "-O3", "--target=arm-linux-gnueabihf", "-mcpu=cortex-a7", "-mfpu=neon-vfpv4", "-isystem",
            "/usr/arm-linux-gnueabihf/include",
        ],
        ["clang", "-O3", "--target=aarch64-linux-gnu", "-isystem", "/usr/aarch64-linux-gnu/include"],
    ])
    func compilersHaveNothingToSay(_ compiler: [String]) throws {
        let folder = compiler.last { $0.hasPrefix("/usr/") }
        guard CProgram.isInstalled(compiler[0]), folder.map(FileManager.default.fileExists) ?? true else {
            // Said, since nothing was tested.
            print("skipped: \(compiler.joined(separator: " ")) is not installed")
            return
        }
        for file in try CProgram.files(".c") {
            let built = try CProgram.run(
                compiler + ["-std=c99", "-Wall", "-Wextra", "-Werror", "-ffp-contract=off", "-c", "-o", "/dev/null", file.path])
            #expect(built.status == 0 && built.errors.isEmpty, "\(file.lastPathComponent): \(built.errors)")
        }
    }
}
