import Foundation
import Support
import Testing

@testable import TensorCore

@Suite struct SafeTensorsTests {
    static var sample: SafeTensors {
        var file = SafeTensors()
        file.metadata["note"] = "quotes \" and \\ and\nlines, ümlauts"
        file.append(
            SafeTensors.Tensor(
                name: "network[1].blocks[0].weight", shape: [2, 3], values: [1, -0.0, .nan, .infinity, .leastNonzeroMagnitude, 3]))
        file.append(SafeTensors.Tensor(name: "b", shape: [], values: [7]))
        file.append(SafeTensors.Tensor(name: "a", shape: [0, 4], values: []))
        file.append(SafeTensors.Tensor(name: "z", shape: [1], values: [Float(bitPattern: 0x7fc0_1234)]))
        return file
    }

    private func path(_ name: String) -> String {
        FileManager.default.temporaryDirectory.appendingPathComponent("nas-\(name)-\(getpid())-\(UUID().uuidString)").path
    }

    @Test func roundTripsBitForBit() throws {
        let path = path("round.safetensors")
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Self.sample.write(to: path)
        try Self.sample.write(to: path)
        let read = try SafeTensors(contentsOf: path)
        #expect(read.metadata == Self.sample.metadata)
        #expect(Set(read.tensors) == Set(Self.sample.tensors))
        #expect(read["z"]?.values.first?.bitPattern == 0x7fc0_1234)
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        let name = URL(fileURLWithPath: path).lastPathComponent
        let left = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasPrefix(name) }
        #expect(left == [name], "no temporary file stays")
    }

    @Test func theFormIsThePublishedOne() throws {
        var file = SafeTensors()
        file.append(SafeTensors.Tensor(name: "w", shape: [2], values: [1, 2]))
        let bytes = file.encoded()
        let length = Int(bytes[0]) | Int(bytes[1]) << 8
        #expect((8 + length) % 8 == 0)
        let header = try #require(String(bytes: bytes[8..<8 + length], encoding: .utf8))
        let prefix = #"{"__metadata__":{"checksum":"# + "\""
        #expect(header.hasPrefix(prefix))
        #expect(header.contains(#""format":"nas","layout":"pytorch","version":"1"},"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#))
        #expect(Array(bytes[(8 + length)...]) == [0, 0, 128, 63, 0, 0, 0, 64])
    }

    @Test func everyTruncationIsRefused() {
        let bytes = Self.sample.encoded()
        for count in 0..<bytes.count {
            #expect(throws: Diagnostic.self) { try SafeTensors(bytes: Array(bytes.prefix(count)), fileName: "x") }
        }
    }

    @Test func everyFlippedBitOfTheDataIsNoticed() throws {
        let bytes = Self.sample.encoded()
        let dataStart = 8 + Int(bytes[0]) + Int(bytes[1]) << 8
        for index in dataStart..<bytes.count {
            var damaged = bytes
            damaged[index] ^= 1 << UInt8(index % 8)
            #expect { try SafeTensors(bytes: damaged, fileName: "x") } throws: { "\($0)".contains("checksum") }
        }
    }

    /// Nothing that a damaged header can say may trap.
    @Test func damagedHeadersNeverTrap() {
        let bytes = Self.sample.encoded()
        var random = RandomStream(seed: 3, purpose: .test)
        for _ in 0..<3000 {
            var damaged = bytes
            for _ in 0..<random.between(1, 4) { damaged[random.nextInt(below: bytes.count)] = UInt8(random.nextInt(below: 256)) }
            _ = try? SafeTensors(bytes: damaged, fileName: "x")
        }
    }

    @Test(arguments: [
        (#"{}"#, 4, "after the last tensor"),
        (#"[1]"#, 0, "not the JSON"),
        (#"{"w":3}"#, 0, "not the JSON"),
        (#"{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#, 0, "truncated"),
        (#"{"w":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}"#, 4, "not the JSON"),
        (#"{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}"#, 4, "has 4 bytes"),
        (#"{"w":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,4]}}"#, 4, "has 4 bytes"),
        (#"{"w":{"dtype":"F16","shape":[2],"data_offsets":[0,4]}}"#, 4, "only F32"),
        (#"{"v":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#, 4, "should come"),
        (#"{"__metadata__":{"layout":"nhwc"}}"#, 0, "laid out as 'nhwc'"),
        (#"{"__metadata__":{"format":"nas","version":"2"}}"#, 0, "version '2'"),
        (#"{"__metadata__":{"format":"nas","version":"1"}}"#, 0, "checksum is missing"),
        (#"{"__metadata__":{"format":"nas","version":"1","checksum":"00000000000000000000000000000000"}}"#, 0, "damaged"),
        (String(repeating: "[", count: 100_000), 0, "not the JSON"),
    ]) func badHeadersSpeak(_ header: String, _ dataBytes: Int, _ words: String) {
        let length = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Array($0) }
        let bytes = length + Array(header.utf8) + [UInt8](repeating: 0, count: dataBytes)
        #expect { try SafeTensors(bytes: bytes, fileName: "weights.safetensors") } throws: { error in
            "\(error)".hasPrefix("weights.safetensors: error: ") && "\(error)".contains(words)
        }
    }

    @Test(arguments: [UInt64(0), 1, 1 << 27, 1 << 62, .max]) func absurdHeaderLengths(_ length: UInt64) {
        let bytes = withUnsafeBytes(of: length.littleEndian) { Array($0) } + [123, 125]
        #expect { try SafeTensors(bytes: bytes, fileName: "x") } throws: { "\($0)".contains("header would have") }
    }

    @Test func filesThatAreNotThere() throws {
        #expect { try SafeTensors(contentsOf: "/nowhere/x.safetensors") } throws: { "\($0)".contains("No such file") }
        #expect { try SafeTensors(contentsOf: "/tmp") } throws: { "\($0)".contains("not a regular file") }
        #expect { try SafeTensors(contentsOf: "/dev/zero") } throws: { "\($0)".contains("not a regular file") }
        #expect { try Self.sample.write(to: "/nowhere/x.safetensors") } throws: { "\($0)".contains("No such file") }
    }

    /// A full disk leaves the old file as it was.
    @Test(.enabled(if: FileManager.default.isWritableFile(atPath: "/dev/full"), "needs /dev/full"))
    func aFullDiskIsAnError() throws {
        let path = path("full.safetensors")
        try Self.sample.write(to: path)
        let temporary = "\(path).\(getpid()).tmp"
        try FileManager.default.createSymbolicLink(atPath: temporary, withDestinationPath: "/dev/full")
        defer { for file in [path, temporary] { try? FileManager.default.removeItem(atPath: file) } }
        #expect { try Self.sample.write(to: path) } throws: { "\($0)".contains("No space left") }
        #expect(try SafeTensors(contentsOf: path).tensors.count == 4)
    }
}
