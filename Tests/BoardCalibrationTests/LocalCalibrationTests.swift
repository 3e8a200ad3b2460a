import CostModel
import Foundation
import Support
import Synchronization
import TestSupport
import Testing

@testable import BoardCalibration

@Suite struct LocalCalibrationTests {
    @Test func measuresThisMachine() throws {
        let calibration = try SmallCalibration()
        let profile = try calibration.run(on: LocalConnection(folder: calibration.folder))
        #expect(profile.networks.count == 3 && profile.alone.allSatisfy { $0.seconds > 0 })
        // Networks are some operations' times together: a model of one is one of the other.
        for (sample, predicted) in profile.leftOutNetworks() { #expect((0.3...3).contains(predicted / sample.seconds)) }
    }

    /// A stand-in board's clock is the same in every run, and so is its profile.
    @Test(
        .enabled("qemu and a cross compiler are needed: see .ci/prepare") {
            ["/usr/bin/qemu-arm", "/usr/bin/arm-linux-gnueabi-gcc"].allSatisfy(FileManager.default.isExecutableFile)
        })
    func measuresAnEmulatedBoard() throws {
        let script = SharedData.packageRoot.appendingPathComponent("Tests/StandInBoards/stand-in-board").path
        var profiles: [OperationProfile] = []
        for _ in 0..<2 {
            let calibration = try SmallCalibration()
            profiles.append(
                try calibration.run(on: LocalConnection(folder: calibration.folder, runner: "'\(script)' armv6")) {
                    $0.compiler = "arm-linux-gnueabi-gcc -O2 -march=armv6 -marm -mfpu=vfp -mfloat-abi=softfp -static"
                })
        }
        for (first, second) in zip(profiles[0].alone + profiles[0].networks, profiles[1].alone + profiles[1].networks) {
            #expect(first.name == second.name)
            #expect(abs(first.seconds / second.seconds - 1) < 0.02, "\(first.name)")
        }
    }

    /// This machine with a sensor that shows 2 W, and 5 while networks run.
    private struct MeteredBoard: BoardConnection {
        let board: LocalConnection
        let sensor: URL
        let readings = Counter()

        final class Counter: Sendable {
            private let count = Mutex(0)
            var value: Int { count.withLock { $0 } }
            func add() { count.withLock { $0 += 1 } }
        }

        init(_ folder: URL, root: URL) throws {
            board = LocalConnection(folder: folder)
            let place = root.appendingPathComponent("sys/class/hwmon/hwmon3")
            sensor = place.appendingPathComponent("power1_input")
            try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
            try Data("ina226\n".utf8).write(to: place.appendingPathComponent("name"))
            show(2)
        }

        var runner: String { "" }
        var description: String { board.description }
        func send(_ files: [String], of folder: URL) throws(BoardError) { try board.send(files, of: folder) }
        func fetch(_ file: String) throws(BoardError) -> String? { try board.fetch(file) }

        func shell(_ script: String) throws(BoardError) -> CommandOutput {
            guard script.contains("run.sh"), script.contains(SuiteSession.networksFile) else {
                if script.contains("power1_input") { readings.add() }
                return try board.shell(script)
            }
            show(5)
            defer { show(2) }
            // The networks run for as long as twenty readings take, however busy this machine is.
            let before = readings.value
            for _ in 0..<6000 where readings.value < before + 20 { Thread.sleep(forTimeInterval: 0.01) }
            return try board.shell(script)
        }

        private func show(_ watts: Int) { try? Data("\(watts)000000\n".utf8).write(to: sensor) }
    }

    @Test func powerIsMeasuredWhereThereIsASensor() throws {
        let calibration = try SmallCalibration()
        let root = FileManager.default.temporaryDirectory.appendingPathComponent("nas-board-\(UUID().uuidString)/", isDirectory: true)
        defer { try? FileManager.default.removeItem(at: root) }
        let board = try MeteredBoard(calibration.folder, root: root)
        func run() throws -> OperationProfile {
            try calibration.run(on: board, sensorRoot: root.path + "/") {
                $0.restSeconds = 1
                $0.secondsBetweenPowerReadings = 0.02
            }
        }
        let profile = try run()
        let power = try #require(profile.power)
        #expect(power.sensor == "ina226 (hwmon3)" && power.measuredAt == .input)
        #expect(abs(power.idleWatts - 2) < 0.01 && abs(power.activeWatts - 5) < 0.4)
        // Nothing is left to measure; the power is that of before.
        #expect(try run().power == power)

        // Estimates go by it.
        let named = OperationProfile(
            board: "raspberry-pi-4", precision: .fp32, source: "test", surroundings: [], problems: [], power: power, alone: profile.alone,
            networks: profile.networks)
        let file = root.appendingPathComponent("board.yaml")
        try Data(contentsOf: SharedData.packageRoot.appendingPathComponent("boards/raspberry-pi-4.yaml")).write(to: file)
        let target = try Board(contentsOf: file).target(runtime: .c, threads: 1).calibrated(by: .operations(named))
        #expect(target.idleWatts.value == power.idleWatts && target.activeWatts.value == power.activeWatts)
        #expect(throws: Diagnostic.self) {
            try named.with(MeasuredPower(idleWatts: 3, activeWatts: 2, activeDeviationWatts: 0, sensor: "x", measuredAt: .input))
        }
    }

    @Test func anotherCalibrationsFolderIsRefused() throws {
        let calibration = try SmallCalibration()
        _ = try calibration.run(on: LocalConnection(folder: calibration.folder))
        try Data("nas-plan 1\n".utf8).write(to: calibration.folder.appendingPathComponent("plan-1.txt"))
        #expect(throws: Diagnostic.self) { try calibration.run(on: LocalConnection(folder: calibration.folder)) }
        #expect(throws: Diagnostic.self) {
            try SuiteFolder(SharedData.packageRoot, sources: SharedData.packageRoot.appendingPathComponent("runtimes/c"))
        }
    }

    @Test func addressesAreRead() {
        #expect(ConnectionAddress("local") == .local)
        #expect(ConnectionAddress("qemu-arm -cpu arm1176") == .command("qemu-arm -cpu arm1176"))
        for bad in ["", "  ", "ssh://", "http://pi", "ssh://pi:secret@host", "ssh://-oProxyCommand=x", "ssh://host/folder"] {
            #expect(ConnectionAddress(bad) == nil, "\(bad)")
        }
        guard case .ssh(let address)? = ConnectionAddress("ssh://pi@raspberrypi.local:2222") else {
            Issue.record("not an address")
            return
        }
        #expect(address.destination == "pi@raspberrypi.local" && address.port == 2222)
    }
}
