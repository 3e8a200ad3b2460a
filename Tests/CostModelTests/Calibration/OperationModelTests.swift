import Foundation
import NetworkGraph
import Support
import TestSupport
import Testing

@testable import CostModel

/// Models of a board whose operations' times are known.
@Suite struct OperationModelTests {
    private static func convolution(_ side: Int, _ inputs: Int, _ outputs: Int) -> OperationShape {
        OperationShape(
            .convolution, input: Shape(height: side, width: side, channels: inputs),
            output: Shape(height: side, width: side, channels: outputs), kernel: Extent(square: 3), activation: .relu)
    }

    private static func pool(_ side: Int, _ channels: Int) -> OperationShape {
        OperationShape(
            .maxPool, input: Shape(height: side, width: side, channels: channels),
            output: Shape(height: side / 2, width: side / 2, channels: channels), kernel: Extent(square: 2), stride: Extent(square: 2))
    }

    /// A vector of 8 is never half empty there; an element and a call cost too.
    private static func seconds(_ operation: OperationShape) -> Double {
        let filled = Double((operation.output.channels + 7) / 8 * 8) / Double(operation.output.channels)
        let arithmetic = operation.macs * filled * (operation.kind == .maxPool ? 2e-9 : 0.5e-9)
        return 3e-6 + arithmetic + Double(operation.input.elements + operation.output.elements) * 1e-9
    }

    private static func sample(_ name: String, _ operations: [OperationShape], factor: Double = 1) -> MeasuredSample {
        MeasuredSample(
            name: name, operations: operations, seconds: 2e-6 + operations.reduce(0) { $0 + seconds($1) } * factor, noise: 0.01)
    }

    private static let alone: [MeasuredSample] = [4, 7, 16, 32].flatMap { side in
        [3, 8, 24, 64].flatMap { inputs in
            [8, 20, 64].map { sample("c\(side)-\(inputs)-\($0)", [convolution(side, inputs, $0)]) } + [
                sample("p\(side)-\(inputs)", [pool(side, inputs)])
            ]
        }
    }

    private static let networks: [MeasuredSample] = (0..<12).map { index in
        let width = 8 + 4 * index
        return sample("n\(index)", [convolution(28, 3, width), pool(28, width), convolution(14, width, 2 * width)], factor: 1.1)
    }

    @Test func whatWasNotMeasuredIsPredicted() {
        let model = OperationModel(alone: Self.alone, networks: [], precision: .fp32)
        for operation in [Self.convolution(14, 16, 36), Self.convolution(28, 40, 28), Self.pool(20, 48)] {
            #expect(abs(model.seconds(of: operation) / Self.seconds(operation) - 1) < 0.1)
            #expect(model.ignorance(of: operation) < 1)
        }
        // A kind that was not measured goes by the rule of thumb.
        let dense = OperationShape(
            .dense, input: Shape(height: 1, width: 1, channels: 64), output: Shape(height: 1, width: 1, channels: 10))
        #expect(!model.knows(.dense) && model.ignorance(of: dense) == 1 && model.seconds(of: dense) > 0)
    }

    /// Networks there take a tenth more than their operations alone.
    @Test func networksTellWhatIsBetweenOperations() throws {
        let profile = OperationProfile(
            board: "b", precision: .fp32, source: "test", surroundings: [], problems: [], alone: Self.alone, networks: Self.networks)
        #expect(try #require(profile.leftOutError) < 0.06)
        #expect(profile.withinTenPercent == 1)
        let without = OperationModel(alone: Self.alone, networks: [], precision: .fp32)
        let ratio = profile.model.seconds(of: Self.networks[5].operations) / without.seconds(of: Self.networks[5].operations)
        #expect((1.05...1.15).contains(ratio))
    }

    /// Weights that all together do not fit into a cache of 1 MiB are read from memory.
    @Test func weightsThatLeaveTheCacheCost() {
        let observations = (1...16).map { layers in
            let bytes = [Double](repeating: 100_000, count: layers)
            let sum = 1e-3 * Double(layers)
            return NetworkEffects.Observation(
                measured: layers > 10 ? sum + 100_000 * 5e-9 * Double(layers) : sum, sum: sum, weightBytes: bytes)
        }
        let effects = NetworkEffects(observations)
        for network in observations { #expect(abs(effects.logError(of: network)) < 0.05) }
        #expect(abs(log(effects.seconds(sum: 20e-3, effects.weights([Double](repeating: 100_000, count: 20))) / 30e-3)) < 0.05)
    }

    @Test func aProfileIsAFile() throws {
        let profile = OperationProfile(
            board: "raspberry-pi-4", precision: .fp32, source: "test", surroundings: [["kernel": "Linux"]], problems: [], alone: Self.alone,
            networks: Self.networks)
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("nas-\(UUID().uuidString).json")
        defer { try? FileManager.default.removeItem(at: file) }
        let text = try profile.text()
        try Data(text.utf8).write(to: file)
        #expect(try BoardProfile(contentsOf: file.path) == .operations(profile))
        for (old, new, words) in [
            ("\"operationProfile\" : 1", "\"operationProfile\" : 2", "version 2"),
            ("\"alone\" : [", "\"other\" : [", "not a calibration profile"),
            ("\"channels\" : 64", "\"channels\" : -64", "cannot be"), ("\"logHalfWidth\" : ", "\"logHalfWidth\" : -", "cannot be"),
        ] {
            #expect(text.contains(old))
            try Data(text.replacingOccurrences(of: old, with: new).utf8).write(to: file)
            let error = try #require(throws: Diagnostic.self) { try BoardProfile(contentsOf: file.path) }
            #expect(error.message.contains(words), "\(error)")
        }
        // Of int8, which no network is in yet.
        let int8 = OperationProfile(
            board: "raspberry-pi-4", precision: .int8, source: "test", surroundings: [], problems: [], alone: Self.alone, networks: [])
        let board = try Board(contentsOf: SharedData.packageRoot.appendingPathComponent("boards/raspberry-pi-4.yaml"))
        let target = try board.target(runtime: .c, threads: 1)
        #expect(throws: Diagnostic.self) { try target.calibrated(by: .operations(int8)) }
        let estimator = try target.calibrated(by: .operations(profile)).estimator()
        #expect(estimator is OperationEstimator)
        #expect(try target.calibrated(by: .operations(profile)).estimator().profileHash == estimator.profileHash)
    }
}
