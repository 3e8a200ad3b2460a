import Foundation
import Support

/// Makes inputs of seeds: bytes, words, lines and brackets are changed, taken out, repeated and exchanged.
struct Mutator {
    private let seeds: [[UInt8]]
    private let words: [[UInt8]]
    private let isText: Bool

    /// Inputs do not grow beyond.
    private static let largest = 60_000

    static let numbers = [
        "0", "-1", "1", "2", "3", "7", "8", "63", "64", "65", "127", "128", "255", "256", "512", "1000", "1023", "1024", "1025", "4096",
        "4097",
        "10000", "10001", "65535", "65536", "1000000", "1000001", "2147483647", "2147483648", "4294967295", "9223372036854775807",
        "9223372036854775808", "18446744073709551616", "-9223372036854775808", "1e3", "1e9", "1e18", "1e19", "1e308", "1e309", "1e-300",
        "1e-400",
        "-0", "-0.0", "0.1", "0.5", "0.999999", "1.5", ".5", "5.", "nan", "inf", "-inf", "NaN", "Infinity", "0x10", "1_000", "1,5", "+3",
        "٣", "null",
        "true", "false",
    ]

    init(_ target: FuzzTarget) {
        seeds = target.seeds
        words = (target.words + Self.numbers).map { [UInt8]($0.utf8) }
        isText = target.isText
        precondition(!seeds.isEmpty, "no seeds in \(FuzzTarget.folder.path)/Seeds/\(target.name)")
    }

    func input(_ index: Int, seed: UInt64) -> [UInt8] {
        var random = RandomStream(seed: seed, trial: UInt64(index), purpose: .test)
        var input = pick(seeds, &random)
        var changes = 1
        while changes < 12, random.nextInt(below: 2) > 0 { changes += 1 }
        for _ in 0..<changes {
            change(&input, &random)
            if input.count > Self.largest { input.removeLast(input.count - Self.largest) }
        }
        return input
    }

    private func pick<Element>(_ items: [Element], _ random: inout RandomStream) -> Element { items[random.nextInt(below: items.count)] }

    private func change(_ input: inout [UInt8], _ random: inout RandomStream) {
        guard !input.isEmpty else {
            input = pick(seeds, &random)
            return
        }
        // Bytes at random seldom leave a text that is read.
        switch isText && random.nextInt(below: 4) > 0 ? 7 + random.nextInt(below: 9) : random.nextInt(below: 7) {
        case 0: input[random.nextInt(below: input.count)] ^= 1 << UInt8(random.nextInt(below: 8))
        case 1: input[random.nextInt(below: input.count)] = pick([0, 1, 9, 10, 13, 32, 127, 128, 192, 254, 255], &random)
        case 2: input.insert(UInt8(truncatingIfNeeded: random.nextUInt32()), at: random.nextInt(below: input.count + 1))
        case 3: input.removeSubrange(range(of: input.count, most: 64, &random))
        case 4:
            let range = range(of: input.count, most: 256, &random)
            input.insert(contentsOf: input[range], at: random.nextInt(below: input.count + 1))
        case 5:
            let other = pick(seeds, &random)
            guard !other.isEmpty else { return }
            input.replaceSubrange(range(of: input.count, most: 64, &random), with: other[range(of: other.count, most: 256, &random)])
        case 6:
            let other = pick(seeds, &random)
            input = input.prefix(random.nextInt(below: input.count + 1)) + other.suffix(random.nextInt(below: other.count + 1))
        case 7, 8, 9:
            // A word, most often a number, becomes another.
            let old = word(in: input, &random)
            input.replaceSubrange(old, with: pick(words, &random))
        case 10: input.insert(contentsOf: pick(words, &random), at: random.nextInt(below: input.count + 1))
        case 11, 12: changeLines(&input, &random)
        case 13, 14: exchangeBrackets(&input, &random)
        default:
            let old = word(in: input, &random)
            let new = input[word(in: input, &random)]
            input.replaceSubrange(old, with: new)
        }
    }

    private func range(of count: Int, most: Int, _ random: inout RandomStream) -> Range<Int> {
        let start = random.nextInt(below: count)
        return start..<min(count, start + 1 + random.nextInt(below: most))
    }

    /// The run of letters, digits and the like around a place drawn at random.
    private func word(in input: [UInt8], _ random: inout RandomStream) -> Range<Int> {
        func belongs(_ byte: UInt8) -> Bool {
            switch byte {
            case 48...57, 65...90, 97...122, UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "$"), UInt8(ascii: "-"): true
            default: byte >= 128
            }
        }
        var start = random.nextInt(below: input.count)
        while start < input.count, !belongs(input[start]) { start += 1 }
        guard start < input.count else { return input.count..<input.count }
        var end = start
        while start > 0, belongs(input[start - 1]) { start -= 1 }
        while end < input.count, belongs(input[end]) { end += 1 }
        return start..<end
    }

    private func changeLines(_ input: inout [UInt8], _ random: inout RandomStream) {
        var lines = input.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map(Array.init)
        let place = random.nextInt(below: lines.count)
        switch random.nextInt(below: 5) {
        case 0: lines.remove(at: place)
        case 1: lines.insert(lines[place], at: random.nextInt(below: lines.count + 1))
        case 2: lines.swapAt(place, random.nextInt(below: lines.count))
        case 3:
            let other = pick(seeds, &random).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map(Array.init)
            guard !other.isEmpty else { return }
            lines.insert(contentsOf: other[range(of: other.count, most: 6, &random)], at: place)
        default:
            // Many times over, for what grows.
            let line = lines[place]
            lines.insert(contentsOf: repeatElement(line, count: 1 + random.nextInt(below: 60)), at: place)
        }
        input = Array(lines.joined(separator: [UInt8(ascii: "\n")]))
    }

    /// Puts what stands between two brackets, of this input or another, in the place of such a piece, or around it.
    private func exchangeBrackets(_ input: inout [UInt8], _ random: inout RandomStream) {
        guard let old = bracketed(in: input, &random) else { return }
        let other = random.nextInt(below: 2) == 0 ? input : pick(seeds, &random)
        guard let new = bracketed(in: other, &random) else { return }
        switch random.nextInt(below: 4) {
        case 0, 1: input.replaceSubrange(old, with: other[new])
        case 2: input.insert(contentsOf: [UInt8(ascii: ","), UInt8(ascii: " ")] + other[new], at: old.upperBound)
        default:
            let frames = [
                ("[", "]"), ("{choice: [", ", identity]}"), ("{optional: [", "]}"), ("{repeat: {times: {range: [1, 4]}, layers: [", "]}}"),
                ("{residual: [", "]}"), ("{branches: [[", "], [relu]]}"), ("{range: ", "}"), ("{choice: [", ", 3]}"),
                ("{sequence: [", "]}"),
            ]
            let (before, after) = pick(frames, &random)
            input.replaceSubrange(old, with: [UInt8](before.utf8) + other[new] + [UInt8](after.utf8))
        }
    }

    private func bracketed(in input: [UInt8], _ random: inout RandomStream) -> Range<Int>? {
        guard !input.isEmpty else { return nil }
        func opens(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "[") || byte == UInt8(ascii: "{") }
        func closes(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}") }
        var start = random.nextInt(below: input.count)
        while start < input.count, !opens(input[start]) { start += 1 }
        var depth = 0
        for place in start..<input.count {
            if opens(input[place]) { depth += 1 }
            if closes(input[place]) { depth -= 1 }
            if depth == 0 { return start..<place + 1 }
        }
        return nil
    }
}
