/// A stream of random numbers that is a pure function of (seed, trial, purpose): no generator state is ever stored,
/// so that a resumed run draws what the uninterrupted one would have drawn.
///
/// Philox4x32-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011): the seed is the key,
/// the counter holds purpose, trial and the block's index. A stream has 2^32 blocks of four 32-bit words.
public struct RandomStream: Sendable {
    /// What the numbers are for: streams of one trial with different purposes are independent.
    /// Raw values are part of every stored run: never renumber, only add.
    public enum Purpose: UInt32, Sendable, CaseIterable {
        /// What a strategy proposes.
        case proposal = 1
        /// Drawn from by nothing today; its number stays taken.
        case mutation = 2
        /// How a proposal over the budget is changed until it fits, and what is looked at where a strategy finds nothing new.
        case repair = 3
        /// The initial weights of a network.
        case weights = 4
        /// The order of the training images in an epoch.
        case shuffle = 5
        /// What is done to each training image.
        case augmentation = 6
        /// Which numbers a dropout sets to 0.
        case dropout = 7
        /// Which images are for training, which for validation and which for the test.
        case split = 8
        /// The sample that shows what share of a space keeps a budget.
        case feasibility = 9
        /// What is sampled to be shown or compared: architectures, the images of proxies, the trees of an importance.
        case listing = 10
        /// Inputs of measurements and tests.
        case test = 11
        /// Samples for the calibration of a cost model.
        case calibration = 12
        /// How the images of each training batch are mixed with each other.
        case mixing = 13
    }

    private let key: (UInt32, UInt32)
    private let trial: UInt64
    private let purpose: UInt32
    private var block: UInt32 = 0
    private var words: (UInt32, UInt32, UInt32, UInt32) = (0, 0, 0, 0)
    private var unread = 0

    /// Creates the stream of a trial for a purpose, at its beginning.
    public init(seed: UInt64, trial: UInt64 = 0, purpose: Purpose) {
        self.init(seed: seed, trial: trial, purposeWord: purpose.rawValue)
    }

    /// Creates a stream for one of many uses of a purpose within a trial (the augmentation of epoch 3, the dropout of layer 7).
    ///
    /// - Precondition: `index` is below 2^24.
    public init(seed: UInt64, trial: UInt64 = 0, purpose: Purpose, index: UInt32) {
        precondition(index < 1 << 24)
        self.init(seed: seed, trial: trial, purposeWord: purpose.rawValue | (index &+ 1) << 8)
    }

    private init(seed: UInt64, trial: UInt64, purposeWord: UInt32) {
        key = (UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
        self.trial = trial
        purpose = purposeWord
    }

    /// Draws the next 32 random bits.
    public mutating func nextUInt32() -> UInt32 {
        if unread == 0 {
            words = Philox.block(
                counter: (block, purpose, UInt32(truncatingIfNeeded: trial), UInt32(truncatingIfNeeded: trial >> 32)), key: key)
            block &+= 1
            unread = 4
        }
        unread -= 1
        switch unread {
        case 3: return words.0
        case 2: return words.1
        case 1: return words.2
        default: return words.3
        }
    }

    /// Draws the next 64 random bits: the first word drawn is the lower half.
    public mutating func nextUInt64() -> UInt64 {
        let low = UInt64(nextUInt32())
        return low | UInt64(nextUInt32()) << 32
    }

    /// Draws a whole number from 0 to `bound - 1`, without bias (Lemire, "Fast random integer generation in an interval", 2019).
    public mutating func nextInt(below bound: Int) -> Int {
        precondition(bound > 0 && bound <= Int(UInt32.max), "a bounded draw needs 1 ... 2^32 - 1")
        let bound = UInt32(bound)
        var product = UInt64(nextUInt32()) * UInt64(bound)
        if UInt32(truncatingIfNeeded: product) < bound {
            let threshold = (0 &- bound) % bound
            while UInt32(truncatingIfNeeded: product) < threshold {
                product = UInt64(nextUInt32()) * UInt64(bound)
            }
        }
        return Int(product >> 32)
    }

    /// Draws a number that is uniform in [0, 1) with 53 random bits.
    public mutating func nextDouble() -> Double { Double(nextUInt64() >> 11) * 0x1p-53 }

    /// Draws a number that is uniform in [0, 1) with 24 random bits.
    public mutating func nextFloat() -> Float { Float(nextUInt32() >> 8) * 0x1p-24 }

    /// Draws so many of the elements without replacement (the first places of Fisher and Yates' shuffle, first element first).
    @inlinable
    public mutating func draw<Element>(_ count: Int, from elements: [Element]) -> [Element] {
        precondition((0...elements.count).contains(count))
        var elements = elements
        for place in 0..<count { elements.swapAt(place, place + nextInt(below: elements.count - place)) }
        return Array(elements.prefix(count))
    }

    /// Puts the elements into a random order (Fisher and Yates, last element first).
    @inlinable
    public mutating func shuffle<Element>(_ elements: inout [Element]) {
        guard elements.count > 1 else { return }
        elements.withUnsafeMutableBufferPointer { elements in
            for last in stride(from: elements.count - 1, through: 1, by: -1) {
                elements.swapAt(last, nextInt(below: last + 1))
            }
        }
    }
}

/// The block function of Philox4x32-10, as published with its known answers (Random123, kat_vectors).
enum Philox {
    static func block(counter: (UInt32, UInt32, UInt32, UInt32), key: (UInt32, UInt32)) -> (UInt32, UInt32, UInt32, UInt32) {
        var (c0, c1, c2, c3) = counter
        var (k0, k1) = key
        for _ in 0..<10 {
            let first = UInt64(0xD251_1F53) * UInt64(c0)
            let second = UInt64(0xCD9E_8D57) * UInt64(c2)
            c0 = UInt32(second >> 32) ^ c1 ^ k0
            c1 = UInt32(truncatingIfNeeded: second)
            c2 = UInt32(first >> 32) ^ c3 ^ k1
            c3 = UInt32(truncatingIfNeeded: first)
            k0 &+= 0x9E37_79B9
            k1 &+= 0xBB67_AE85
        }
        return (c0, c1, c2, c3)
    }
}
