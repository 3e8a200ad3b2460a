import NAS
import NetworkGraph
import Support
import Testing

/// What networks see of examples, and what is refused before a search begins.
@Suite struct SpaceInputTests {
    private static let body = """
        network:
          - conv: {out: 4, kernel: 3}
          - global_pool
          - dense: {out: classes}

        """

    private func space(_ input: String, _ more: String = "") throws -> SearchSpace {
        try SpaceFixtures.space("\(more)\n\(Self.body)", input: input)
    }

    private func refusal(_ space: SearchSpace, _ task: TaskShape) throws -> Diagnostic {
        try #require(#expect(throws: Diagnostic.self) { try space.analysis(for: task) })
    }

    private func shape(_ height: Int, _ width: Int, _ channels: Int = 1) -> Shape {
        Shape(height: height, width: width, channels: channels)
    }

    @Test(
        arguments: [
            ((28, 28), (24, 24), true), ((480, 640), (24, 32), true), ((49, 10), (24, 5), true), ((49, 10), (25, 5), true),
            ((1, 100), (1, 24), true), ((1, 100), (1, 300), true), ((100, 1), (40, 1), true), ((7, 7), (1, 1), true),
            ((1, 1), (9, 9), true),
            ((100, 99), (10, 10), true), ((1, 100), (24, 24), false), ((1, 100), (2, 100), false), ((480, 640), (32, 32), false),
            ((28, 28), (28, 27), false), ((64, 64), (32, 31), false), ((49, 10), (10, 49), false), ((100, 1), (100, 2), false),
        ] as [((Int, Int), (Int, Int), Bool)])
    func `an aspect is kept but for whole pixels`(source: (Int, Int), target: (Int, Int), isKept: Bool) throws {
        let (source, target) = (shape(source.0, source.1), shape(target.0, target.1))
        #expect(source.keepsAspect(scaledTo: target) == isKept)
        let space = try space("{from: data, resolution: [\(target.height), \(target.width)]}")
        let task = TaskShape(input: source, classes: 3)
        if isKept {
            _ = try space.analysis(for: task)
        } else {
            let diagnostic = try refusal(space, task)
            #expect(diagnostic.message == "examples are \(source), the network would see \(target): another aspect")
            #expect(diagnostic.location?.line == 3 && diagnostic.hint?.contains("resize: pad, crop or stretch") == true)
        }
    }

    @Test func `a shape in the file is held to the same`() throws {
        let task = SpaceFixtures.task(8, 8, 1)
        let diagnostic = try refusal(try space("{shape: [49, 10, 1]}"), task)
        #expect(diagnostic.message.hasPrefix("examples are 8x8x1") && diagnostic.path == "input.shape")
        _ = try space("{shape: [20, 20, 1]}").analysis(for: task)
        _ = try space("{shape: [49, 10, 1], resize: pad}").analysis(for: task)
    }

    @Test func `one option of a resolution is enough`() throws {
        let space = try space("{from: data, resolution: $r}", "choices: {r: {choice: [16, [16, 8], 8]}}")
        let diagnostic = try refusal(space, SpaceFixtures.task(32, 32, 3))
        #expect(diagnostic.message.contains("16x8x3") && diagnostic.hint?.contains("architecture 1") == true, "\(diagnostic)")
    }

    @Test(arguments: Resize.allCases) func `resize allows any aspect`(resize: Resize) throws {
        let space = try space("{from: data, resolution: 24, resize: \(resize.rawValue)}")
        let task = SpaceFixtures.task(1, 100, 3)
        #expect(try space.analysis(for: task).architecturesText == "1")
        #expect(try space.frontEnds(for: task) == [FrontEnd(input: shape(24, 24, 3), resize: resize)])
        let candidate = try space.candidate(for: Architecture(options: []), task: task)
        #expect(candidate.frontEnd.resize == resize)
    }

    @Test func `resize can be a choice, and numbers its decision by its place`() throws {
        let space = try space("{resize: {choice: [crop, pad]}, from: data, resolution: {choice: [8, 24]}}")
        #expect(space.decisions.map(\.name) == ["input.resize", "input.resolution"])
        let wide = SpaceFixtures.task(10, 20, 1)
        #expect(try space.analysis(for: wide).architecturesText == "4")
        let ids = try ["0-0", "1-0", "0-1", "1-1"].map { try space.candidate(for: space.architecture(shortForm: $0), task: wide).networkID }
        #expect(Set(ids).count == 4)
        // Square examples: neither cuts nor fills anything, so that each size is one network.
        let square = SpaceFixtures.task(32, 32, 1)
        let same = try ["0-0", "1-0"].map { try space.candidate(for: space.architecture(shortForm: $0), task: square).networkID }
        #expect(same[0] == same[1])
    }

    @Test func `another word is refused`() throws {
        let diagnostic = try #require(
            #expect(throws: Diagnostic.self) { try space("{from: data, resolution: 24, resize: padd}") })
        #expect(diagnostic.message.contains("resize must be one of stretch, crop, pad") && diagnostic.hint == "did you mean 'pad'?")
    }

    /// Networks of recorded runs keep their ids, and stay what can be built, whatever aspect they change.
    @Test func `without the key a network is what it was`() throws {
        let space = try space("{from: data, resolution: 24}")
        let candidate = try space.candidate(for: Architecture(options: []), task: SpaceFixtures.task(1, 100, 3))
        #expect(candidate.frontEnd == FrontEnd(input: shape(24, 24, 3)))
        #expect(candidate.networkID.description == "0988f982ba5e1e3f2be9dbda9bf9dc72")
        #expect(space.hash.description == "8d75cb8b5d451d5690911efb2f74c85f")
    }

    @Test(
        arguments: [
            ("crop: 50", 12, 12, "nothing would be left"), ("crop: 12", 12, 20, "nothing would be left"),
            ("crop: {choice: [2, 12]}", 12, 12, "nothing would be left"), ("cutout: 20", 12, 20, "nothing would be left"),
            ("crop: 20", 1, 20, "nothing would be left"), ("crop: 1", 20, 1, "nothing would be left"),
            ("crop: {when: $r, is: [6], then: 8, else: 2}", 12, 12, "nothing would be left"),
            ("crop: 11", 12, 12, nil), ("crop: 19", 1, 20, nil), ("cutout: 11", 12, 12, nil), ("cutout: 19", 12, 20, nil),
            ("crop: 0", 20, 1, nil),
            ("rotation: 10", 1, 20, "a series"), ("rotation: {choice: [0, 10]}", 20, 1, "a series"), ("rotation: 0", 1, 20, nil),
            ("rotation: 10", 12, 12, nil), ("saturation: 0.2", 12, 12, "red, green and blue"), ("brightness: 0.2", 1, 20, nil),
            ("crop: {when: $r, is: [6], then: 4, else: 11}", 12, 12, nil), ("flip: true", 20, 1, nil),
        ] as [(String, Int, Int, String?)])
    func `augmentation that cannot be is refused`(train: String, height: Int, width: Int, message: String?) throws {
        let isConditional = train.contains("$r")
        let input = isConditional ? "{from: data, resolution: $r}" : "{from: data}"
        let choices = isConditional ? "choices: {r: {choice: [12, 6]}}\n" : ""
        let space = try space(input, "\(choices)train: {\(train)}")
        let task = SpaceFixtures.task(height, width, 1)
        guard let message else {
            _ = try space.analysis(for: task)
            return
        }
        let diagnostic = try refusal(space, task)
        #expect(diagnostic.message.contains(message) && diagnostic.path?.hasPrefix("train.") == true, "\(diagnostic)")
        #expect(diagnostic.location?.line == (isConditional ? 5 : 4), "\(diagnostic)")
    }

    @Test func `where examples come to lie`() {
        func placement(_ source: Shape, _ target: Shape, _ resize: Resize) -> [Range<Int>] {
            let placement = ImagePlacement(from: source, to: target, by: resize)
            return [placement.sourceRows, placement.sourceColumns, placement.targetRows, placement.targetColumns]
        }
        #expect(placement(shape(10, 20), shape(8, 8), .stretch) == [0..<10, 0..<20, 0..<8, 0..<8])
        #expect(placement(shape(10, 20), shape(8, 8), .crop) == [0..<10, 5..<15, 0..<8, 0..<8])
        #expect(placement(shape(10, 20), shape(8, 8), .pad) == [0..<10, 0..<20, 2..<6, 0..<8])
        #expect(placement(shape(20, 10), shape(8, 8), .crop) == [5..<15, 0..<10, 0..<8, 0..<8])
        #expect(placement(shape(1, 100), shape(24, 24), .pad) == [0..<1, 0..<100, 11..<12, 0..<24])
        #expect(placement(shape(1, 100), shape(24, 24), .crop) == [0..<1, 49..<50, 0..<24, 0..<24])
        #expect(placement(shape(7, 7), shape(24, 24), .pad) == [0..<7, 0..<7, 0..<24, 0..<24])
    }
}
