import ReferenceNetworks
import TensorCore
import Testing

/// The reference networks are what PyTorch measures beside them.
@Suite struct ReferenceNetworkTests {
    struct Count: Sendable {
        let parameters: Int
        let macs: Int
    }

    /// PyTorch's own counts of the same networks, as `Benchmarks/torch_reference.py counts` prints them.
    private static let counts: [ReferenceNetwork: Count] = [
        .mlp: Count(parameters: 1_863_690, macs: 1_861_632), .cnn: Count(parameters: 35_674, macs: 5_532_544),
        .mbv2: Count(parameters: 157_906, macs: 7_103_296), .dscnn: Count(parameters: 23_180, macs: 2_656_768),
        .nb201: Count(parameters: 224_730, macs: 29_803_136),
    ]

    @Test(arguments: ReferenceNetwork.allCases) func countsArePyTorchs(_ reference: ReferenceNetwork) throws {
        let expected = try #require(Self.counts[reference])
        let network = try Network(reference.graph, batch: 1)
        #expect(network.parameterCount == expected.parameters)
        #expect(network.memoryBytes > 4 * expected.parameters)
        #expect(reference.macsPerImage == expected.macs)
    }
}
