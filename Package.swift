// swift-tools-version: 6.3
import Foundation
import PackageDescription

// One table of targets. Dependencies point downwards only:
//   CLI -> SearchEngine -> Search, Training     CLI -> Reporting -> Search -> CostModel, NAS
//   SearchEngine -> Models -> Training -> Datasets -> TensorCore, NAS     CostModel -> NAS -> NetworkGraph     TensorCore -> NetworkGraph -> Support
//   CLI -> ReferenceNetworks -> NetworkGraph     CLI -> BoardCalibration -> Export, CostModel      Export -> NetworkGraph
//   CLI -> Energy -> CostModel, Tables         CLI, Energy -> Tables -> Support

// Tests of a release build see internal names. Not as a flag of the whole build, which would make that of other packages longer.
let testability: [SwiftSetting] = Context.environment["NAS_TESTABLE"] == "1" ? [.unsafeFlags(["-enable-testing"])] : []

// For what computes nothing, such as commands and their tests: to optimise them would be a tenth of a first build.
let unoptimised: [SwiftSetting] = [.unsafeFlags(["-Onone"])]

let swiftSettings: [SwiftSetting] =
    testability + [
        .swiftLanguageMode(.v6),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .treatAllWarnings(as: .error),
    ]

// Kernels are built for one class of CPU: NAS_CPU=x86-64-v4 (AVX-512), x86-64-v3 (AVX2) or portable; without it, for the
// best that the building machine runs. NAS_PORTABLE=1 is NAS_CPU=portable. `CPU.problem` refuses a machine that lacks it.
func cpuClass() -> String {
    if Context.environment["NAS_PORTABLE"] == "1" { return "portable" }
    if let named = Context.environment["NAS_CPU"], !named.isEmpty { return named }
    #if arch(x86_64)
    let information = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let flags = Set(information.split(separator: "\n").first { $0.hasPrefix("flags") }?.split(separator: " ").map(String.init) ?? [])
    return flags.isSuperset(of: ["avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"]) ? "x86-64-v4" : "x86-64-v3"
    #else
    return "portable"
    #endif
}

// Swift emits these instructions only when clang's importer is told the CPU (docs/performance.md). Accumulators of a kernel
// stay in registers only where its loops are unrolled whole, for which LLVM's usual limit is too low.
let vectorFlags: [SwiftSetting]
let vectorCFlags: [CSetting]
switch cpuClass() {
case "x86-64-v4":
    vectorFlags = [.unsafeFlags(["-Xcc", "-march=x86-64-v4"]), .define("NAS_X86_64_V4")]
    vectorCFlags = [.unsafeFlags(["-march=x86-64-v4"])]
case "x86-64-v3":
    vectorFlags = [.unsafeFlags(["-Xcc", "-march=x86-64-v3"]), .define("NAS_X86_64_V3")]
    vectorCFlags = [.unsafeFlags(["-march=x86-64-v3"])]
case "portable": (vectorFlags, vectorCFlags) = ([], [])
case let other: fatalError("NAS_CPU is x86-64-v4, x86-64-v3 or portable, got \(other)")
}
// Optimised in every configuration, for a debug build of kernels is unusable.
let kernelSettings =
    swiftSettings + vectorFlags + [
        .unsafeFlags(["-Xllvm", "-unroll-threshold=4000"]), .unsafeFlags(["-O"], .when(configuration: .debug)),
    ]

// The plugin is resolved only where documentation is built: NAS_DOCS=1 swift package generate-documentation --target NAS
let documentation: [Package.Dependency] =
    Context.environment["NAS_DOCS"] == "1" ? [.package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.4.0")] : []

let package = Package(
    name: "nas",
    products: [
        .executable(name: "nas", targets: ["CLI"]),
        .library(name: "NASSearchSpace", targets: ["NAS", "NetworkGraph"]),
        .library(name: "NASCostModel", targets: ["CostModel"]),
        .library(name: "NASSearch", targets: ["Search"]),
        .library(name: "NASDatasets", targets: ["Datasets"]),
        .library(name: "NASReporting", targets: ["Reporting"]),
        .library(name: "NASTraining", targets: ["Training", "Datasets"]),
        .library(name: "NASExport", targets: ["Export"]),
        .library(name: "NASSearchEngine", targets: ["SearchEngine"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/attaswift/BigInt", from: "6.0.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/swiftcsv/SwiftCSV", from: "0.10.0"),
    ] + documentation,
    targets: [
        .systemLibrary(name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"])]),
        .systemLibrary(name: "CJPEG", pkgConfig: "libjpeg", providers: [.apt(["libjpeg-dev"])]),
        .target(
            name: "CPictureShims", dependencies: ["CPNG", "CJPEG"], linkerSettings: [.linkedLibrary("png"), .linkedLibrary("jpeg")]),
        .target(name: "CKernelShims", cSettings: vectorCFlags),
        .target(name: "CProcessShims"),
        // For a program only: it acts before the libraries are loaded.
        .target(name: "CLimitShims"),

        .target(name: "Support", swiftSettings: swiftSettings),
        .target(name: "Tables", dependencies: ["Support", "SwiftCSV"], swiftSettings: swiftSettings),
        .target(name: "TensorCore", dependencies: ["COpenBLAS", "CKernelShims", "NetworkGraph", "Support"], swiftSettings: kernelSettings),
        .target(name: "ReferenceNetworks", dependencies: ["NetworkGraph"], swiftSettings: swiftSettings + unoptimised),
        .target(name: "NetworkGraph", dependencies: ["Support"], swiftSettings: swiftSettings),
        .target(
            name: "NAS",
            dependencies: [
                "NetworkGraph", "Support", "Yams", "BigInt", .product(name: "OrderedCollections", package: "swift-collections"),
            ],
            swiftSettings: swiftSettings),
        .target(name: "CostModel", dependencies: ["NAS", "NetworkGraph", "Support"], swiftSettings: swiftSettings),
        .target(name: "Energy", dependencies: ["CostModel", "Support", "Tables"], swiftSettings: swiftSettings),
        .target(name: "Export", dependencies: ["NetworkGraph"], swiftSettings: swiftSettings),
        .target(
            name: "BoardCalibration", dependencies: ["Export", "CostModel", "Energy", "NAS", "NetworkGraph", "Support"],
            swiftSettings: swiftSettings + unoptimised),
        .target(
            name: "Datasets",
            dependencies: ["TensorCore", "NAS", "NetworkGraph", "Support", "CZlib", "CPictureShims", "CProcessShims"],
            exclude: ["Resources/make_digits.py"], resources: [.embedInCode("Resources/digits.gz")], swiftSettings: swiftSettings),
        .target(
            name: "Training", dependencies: ["Datasets", "TensorCore", "NAS", "NetworkGraph", "Support"], swiftSettings: swiftSettings),
        .target(
            name: "Models", dependencies: ["Training", "Datasets", "TensorCore", "NAS", "NetworkGraph", "Support", "CProcessShims"],
            swiftSettings: swiftSettings + unoptimised),
        .target(
            name: "Search",
            dependencies: [
                "CostModel", "NAS", "NetworkGraph", "Support", "CProcessShims", .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
                .product(name: "DequeModule", package: "swift-collections"),
            ], swiftSettings: swiftSettings),
        .target(
            name: "SearchEngine",
            dependencies: [
                "Search", "Models", "Training", "Datasets", "TensorCore", "CostModel", "NAS", "NetworkGraph", "Support", "CProcessShims",
            ],
            swiftSettings: swiftSettings),
        .target(
            name: "Reporting", dependencies: ["Search", "CostModel", "NAS", "Support", "BigInt"],
            swiftSettings: swiftSettings),
        .executableTarget(
            name: "CLI",
            dependencies: [
                "SearchEngine", "Reporting", "Search", "Models", "Training", "Datasets", "TensorCore", "ReferenceNetworks",
                "BoardCalibration",
                "Energy", "CostModel", "NAS", "NetworkGraph",
                "Support", "Tables",
                "CLimitShims",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: swiftSettings + unoptimised),

        // What another package can do with the libraries; the tests run them.
        .executableTarget(
            name: "CostOfANetwork", dependencies: ["CostModel", "NAS", "NetworkGraph", "Support"], path: "Examples/CostOfANetwork",
            swiftSettings: swiftSettings),
        .executableTarget(
            name: "OwnStrategy", dependencies: ["SearchEngine", "Search", "Datasets", "CostModel", "NAS", "Support"],
            path: "Examples/OwnStrategy", swiftSettings: swiftSettings),

        // Makes inputs at random and looks for traps, hangs and hunger for memory; the tests run it for a moment.
        .executableTarget(
            name: "Fuzzing", dependencies: ["CostModel", "Datasets", "Energy", "NAS", "NetworkGraph", "Support", "Tables"],
            path: "Tests/Fuzzing",
            exclude: ["Seeds", "Regressions"], swiftSettings: swiftSettings),
        .testTarget(name: "FuzzingTests", dependencies: ["Fuzzing", "TestSupport"], swiftSettings: swiftSettings + unoptimised),

        .target(name: "TestSupport", dependencies: ["NetworkGraph", "Support"], path: "Tests/TestSupport", swiftSettings: swiftSettings),
        // Replaces malloc in the test program, to count allocations.
        .target(name: "CAllocationCounter", path: "Tests/CAllocationCounter"),
        .testTarget(name: "SupportTests", dependencies: ["Support", "TestSupport"], swiftSettings: swiftSettings),
        .testTarget(name: "TablesTests", dependencies: ["Tables", "Support"], swiftSettings: swiftSettings + unoptimised),
        .testTarget(
            name: "TensorCoreTests",
            dependencies: ["TensorCore", "NetworkGraph", "ReferenceNetworks", "Support", "TestSupport", "CAllocationCounter"],
            resources: [.copy("Goldens")], swiftSettings: swiftSettings),
        .testTarget(
            name: "NetworkGraphTests", dependencies: ["NetworkGraph", "Support", "TestSupport"], swiftSettings: swiftSettings),
        .testTarget(
            name: "NASTests", dependencies: ["NAS", "NetworkGraph", "Support", "TestSupport", "BigInt"], resources: [.copy("Fixtures")],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "CostModelTests", dependencies: ["CostModel", "NAS", "NetworkGraph", "Support", "TestSupport"],
            swiftSettings: swiftSettings),
        .testTarget(name: "EnergyTests", dependencies: ["Energy", "CostModel", "Support"], swiftSettings: swiftSettings + unoptimised),
        .testTarget(
            name: "ExportTests",
            dependencies: ["Export", "CostModel", "TensorCore", "NAS", "NetworkGraph", "Support", "TestSupport"],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "BoardCalibrationTests",
            dependencies: ["BoardCalibration", "Export", "CostModel", "NAS", "NetworkGraph", "Support", "TestSupport"],
            swiftSettings: swiftSettings + unoptimised),
        .testTarget(
            name: "DatasetsTests",
            dependencies: ["Datasets", "NAS", "NetworkGraph", "Support", "TensorCore", "TestSupport", "CAllocationCounter"],
            resources: [.copy("Goldens")], swiftSettings: swiftSettings),
        .testTarget(
            name: "TrainingTests",
            dependencies: ["Training", "Datasets", "TensorCore", "NAS", "NetworkGraph", "Support", "TestSupport"],
            resources: [.copy("Goldens")], swiftSettings: swiftSettings),
        .testTarget(
            name: "ModelsTests",
            dependencies: ["Models", "Training", "Datasets", "TensorCore", "NAS", "NetworkGraph", "Support", "TestSupport"],
            swiftSettings: swiftSettings + unoptimised),
        // A search and a worker as programs of their own, for the tests to kill.
        .executableTarget(
            name: "SearchTestWorker", dependencies: ["Search", "CostModel", "NAS", "NetworkGraph", "Support"],
            path: "Tests/SearchTestWorker",
            swiftSettings: swiftSettings),
        .testTarget(
            name: "SearchTests",
            dependencies: [
                "Search", "SearchTestWorker", "CostModel", "NAS", "NetworkGraph", "Support", "TestSupport",
                .product(name: "GRDB", package: "GRDB.swift"),
            ], exclude: ["Databases"],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "SearchEngineTests",
            dependencies: ["SearchEngine", "OwnStrategy", "Search", "Datasets", "CostModel", "NAS", "Support", "TestSupport"],
            swiftSettings: swiftSettings + unoptimised),
        .testTarget(
            name: "ReportingTests",
            dependencies: ["Reporting", "Search", "CostModel", "NAS", "NetworkGraph", "Support", "TestSupport", "BigInt"],
            swiftSettings: swiftSettings + unoptimised),
        .testTarget(
            name: "CLITests",
            dependencies: [
                "CLI", "CostOfANetwork", "Datasets", "Search", "NAS", "CostModel", "Support", "TestSupport",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ], exclude: ["Databases", "Goldens"],
            swiftSettings: swiftSettings + unoptimised),
    ]
)
