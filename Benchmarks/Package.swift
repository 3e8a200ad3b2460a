// swift-tools-version: 6.3
import PackageDescription

// swift run -c release --package-path Benchmarks SearchBenchmark
// swift run -c release --package-path Benchmarks EstimateBenchmark
// swift run -c release --package-path Benchmarks RareBudgetBenchmark
// swift run -c release --package-path Benchmarks LargeRunBenchmark
// Benchmarks/multi-fidelity (FrontBenchmark)
let package = Package(
    name: "Benchmarks",
    dependencies: [.package(name: "nas", path: "..")],
    targets: [
        .executableTarget(
            name: "SearchBenchmark",
            dependencies: [
                .product(name: "NASSearch", package: "nas"), .product(name: "NASCostModel", package: "nas"),
                .product(name: "NASSearchSpace", package: "nas"),
            ]),
        .executableTarget(
            name: "LargeRunBenchmark",
            dependencies: [
                .product(name: "NASSearch", package: "nas"), .product(name: "NASCostModel", package: "nas"),
                .product(name: "NASSearchSpace", package: "nas"),
            ]),
        .executableTarget(
            name: "FrontBenchmark",
            dependencies: [
                .product(name: "NASSearch", package: "nas"), .product(name: "NASCostModel", package: "nas"),
                .product(name: "NASSearchSpace", package: "nas"), .product(name: "NASTraining", package: "nas"),
            ]),
        .executableTarget(
            name: "RareBudgetBenchmark",
            dependencies: [
                .product(name: "NASSearch", package: "nas"), .product(name: "NASCostModel", package: "nas"),
                .product(name: "NASSearchSpace", package: "nas"),
            ]),
        .executableTarget(
            name: "EstimateBenchmark",
            dependencies: [.product(name: "NASCostModel", package: "nas"), .product(name: "NASSearchSpace", package: "nas")]),
    ]
)
