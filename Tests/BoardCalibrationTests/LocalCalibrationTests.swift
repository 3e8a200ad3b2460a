import CostModel
import Foundation
import Support
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
