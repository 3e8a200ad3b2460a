import Foundation
import NetworkGraph
import Support
import TestSupport
import Testing

@testable import Datasets

/// Examples whose class is asked for are read as those that a network was trained on.
@Suite struct UnlabelledTests {
    private func write(_ scratch: Scratch, _ name: String, _ text: String) throws -> URL {
        try scratch.write(name, Array(text.utf8))
        return scratch.url.appendingPathComponent(name)
    }

    @Test func rowsOfATable() throws {
        let scratch = try Scratch()
        let trained = try Dataset.load(folder: write(scratch, "x.csv", "colour,size,label\nred,1,a\nblue,2,b\nred,3,b\n"))
        let features = try #require(trained.features)
        func read(_ text: String) throws -> Dataset {
            try Dataset.unlabelled(
                write(scratch, "new.csv", text), kind: .table, shape: trained.shape, features: features, classNames: trained.classNames)
        }
        #expect(try read("colour,size,label\nred,1,a\nblue,2,b\nred,3,b\n").values == trained.values, "labels do not matter")
        #expect(try read("size,colour\n5,blue\n6,green\n").values == .floats([1, 0, 5, 0, 0, 6]))
        let problem = try diagnostic { try read("size\n5\n") }
        #expect(problem.message == "has no column 'colour', which the network was trained on", "\(problem)")
        #expect(try diagnostic { try read("size,colour\n5,blue\nbig,blue\n") }.location?.line == 3)
    }

    @Test func seriesInEveryForm() throws {
        let scratch = try Scratch()
        let header = "@classLabel true a b\n@data\n"
        let trained = try Dataset.load(folder: write(scratch, "t.ts", header + "1,2,3:4,5,6:a\n7,8:9,10:b\n"))
        func read(_ file: URL, _ options: String = "") throws -> Dataset {
            try Dataset.unlabelled(
                file, kind: .series, shape: trained.shape, features: FeatureColumns([.init(name: "x"), .init(name: "y")]),
                classNames: trained.classNames, options: DataOptions(options))
        }
        let expected = [1, 4, 2, 5, 3, 6] as [Float]
        func first(_ data: Dataset) -> [Float] { if case .floats(let values) = data.values { Array(values[..<6]) } else { [] } }
        #expect(try read(write(scratch, "new.ts", header + "1,2,3:4,5,6:?\n7:8:?\n")).count == 2)
        #expect(try first(read(write(scratch, "new.ts", header + "1,2,3:4,5,6:?\n"))) == expected)
        #expect(try first(read(write(scratch, "new.csv", "recording,step,y,x\n0,0,4,1\n0,1,5,2\n0,2,6,3\n"))) == expected)
        let windows = try read(write(scratch, "new.csv", "y,x\n4,1\n5,2\n6,3\n7,4\n"), "window=3,hop=1")
        #expect(windows.count == 2 && first(windows) == expected)
        try scratch.write("new.npy", WrittenFile.npy("<f4", [1, 3, 2], WrittenFile.floats(expected)))
        #expect(try first(read(scratch.url.appendingPathComponent("new.npy"))) == expected)
        let problem = try diagnostic { try read(write(scratch, "new.ts", header + "1,2,3:?\n")) }
        #expect(problem.message == "has 1 value a moment, the model was trained on 2", "\(problem)")
    }
}
