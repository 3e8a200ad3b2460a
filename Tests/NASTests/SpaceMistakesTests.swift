import Foundation
import NAS
import Support
import Testing

/// All mistakes of a file in one go: each once, at its place, in the order of the file, and none that follows from another.
@Suite struct SpaceMistakesTests {
    private func mistakes(_ yaml: String) -> [Diagnostic] {
        do throws(Diagnostic) {
            _ = try SearchSpace(yaml: yaml, fileName: "space.yaml")
            return []
        } catch {
            var first = error
            first.others = []
            return [first] + error.others
        }
    }

    private func of(_ body: String) -> [Diagnostic] {
        mistakes("space: x\nlanguage: 1\ninput: {shape: [8, 8, 1], classes: 2}\n" + body)
    }

    private func network(_ layer: String) -> [Diagnostic] { of("network: [\(layer), flatten, {dense: {out: classes}}]\n") }

    @Test func everyPartOfAFileIsRead() {
        let found = mistakes(
            """
            space: my space
            language: 1
            input: {shape: [8, 8], classes: one}
            choices:
              width: {choise: [8, 16]}
              depth: {range: [3, 1]}
              kind: {choice: [relu, relu6]}
            blocks:
              pair:
                with: {out: required}
                layers:
                  - conv: {out: $out, kernal: 3, norm: batch}
                  - relu7
            network:
              - conv: {out: 8.0, kernel: 4}
              - pair: {outt: 8}
              - Conv2d: {in_channels: 3, out_channels: 8, kernel_size: 3}
              - repeat: {times: $deep, layers: [{conv: {out: $width, kernel: 3, stride: -1}}]}
              - when: $kind
                is: [gelu]
                then: [{dropout: {p: 0.5}}]
              - global_pool: avg
              - dense: {out: "10"}
            train: {lr: 0.1, batch_size: 32, optimizer: SGD, schedule: poly}
            defaults: {dataset: mnist}

            """)
        let expected: [(line: Int, column: Int, words: String)] = [
            (1, 8, "not a name"), (3, 16, "got 2 numbers"), (3, 33, "classes must be"), (5, 11, "not a form of value"),
            (6, 18, "range must go up"), (12, 27, "conv has no key 'kernal'"), (13, 9, "'relu7'"), (15, 17, "got 8.0"),
            (15, 30, "kernel must be odd"), (16, 12, "no argument 'outt'"), (17, 5, "'Conv2d'"), (17, 14, "'in_channels'"),
            (17, 30, "'out_channels'"), (17, 47, "'kernel_size'"), (18, 21, "'$deep'"), (18, 77, "stride must be"),
            (20, 10, "never gelu"), (21, 23, "'p'"), (22, 18, "global_pool must be"), (23, 18, "got the text \"10\""),
        ]
        #expect(found.count == 20)
        for (mistake, expected) in zip(found, expected) {
            #expect(mistake.location == SourceLocation(line: expected.line, column: expected.column), "\(mistake)")
            #expect(mistake.message.contains(expected.words), "\(mistake)")
        }
    }

    @Test func whatIsNotListedIsCounted() throws {
        let layers = (0..<43).map { "  - layer\($0)\n" }.joined()
        let thrown = #expect(throws: Diagnostic.self) {
            try SearchSpace(yaml: "space: x\nlanguage: 1\ninput: {from: data}\nnetwork:\n\(layers)", fileName: "x.yaml")
        }
        let diagnostic = try #require(thrown)
        #expect(diagnostic.others.count == 19 && diagnostic.unlisted == 23)
        #expect(diagnostic.description.hasSuffix("\nand 23 more"))
        #expect(diagnostic.description.components(separatedBy: "x.yaml:").count == 21)
        #expect(diagnostic.others.map { $0.location?.line ?? 0 } == Array(6...24))
    }

    /// Each of these files has one mistake, whatever else depends on it.
    @Test(arguments: [
        "network: [{conv: {out: 8, kernal: 3}}]\n", "network: [{conv: {out: 8, kernel_size: 4, norm: batch}}]\n",
        "choices: [1, 2]\nnetwork: [{conv: {out: $width, kernel: $kernel}}]\n",
        "chioces: {w: 8}\nnetwork: [{conv: {out: $w, kernel: 3}}]\n",
        "things: {w: 8}\nnetwork: [{conv: {out: $w, kernel: 3}}]\n",
        "choices: {w: {range: [9, 1]}}\nnetwork: [{conv: {out: $w, kernel: $w}}]\n",
        "choices: {w: {choice: []}}\nnetwork: [{when: $w, is: [3], then: [relu], else: [relu6]}]\n",
        "choices: {a: $b, b: $a}\nnetwork: [{conv: {out: $a, kernel: $b}}]\n", "blocks: 3\nnetwork: [pair, {pair: {out: 3}}]\n",
        "blocks: {pair: {with: 3, layers: [{conv: {out: $out, kernel: 3}}]}}\nnetwork: [{pair: {out: 8}}]\n",
        "blocks: {pair: {with: {out: required}}}\nnetwork: [{pair: {out: 8}}, {pair: {out: 9}}]\n",
        "blocks: {pair: {with: {out: required}, layres: [{conv: {out: $out, kernel: 3}}]}}\nnetwork: [{pair: {out: 8}}]\n",
        "blocks: {conv: {layers: [relu]}}\nnetwork: [{conv: {out: 8, kernel: 3}}]\n",
        "blocks: {b: {with: {out: required}, layers: [{conv: {out: $out, kernel: 3}}]}}\nnetwork: [{stage: {repaet: 2, block: b, out: 8}}]\n",
        "blocks: {b: {with: {out: required}, layers: [{conv: {out: $out, kernel: 3}}]}}\nnetwork: [b]\n",
        "blocks: {b: {with: {out: required}, layers: [{conv: {out: $out, kernel: 3}}]}}\nnetwork: [{b: {owt: 3}}]\n",
        "network: [{repeat: {times: many, layers: [relu]}}]\n",
        "network: [{graph: {nodes: three, edges: [[0, 1], [1, 2]], each_edge: relu}}]\n",
        "network: [{graph: {nodes: 3, edges: [[0, 1], [2, 1]], each_edge: relu}}]\n", "network: [{LeakyReLU: 0.1}]\n",
        "network: [{BatchNorm2d: 8}]\n", "network: [{Linear: 10}]\n",
        "network: [{residual: {layers: [{conv: 3}], shortcut: identity}}]\n", "netwrok: [relu]\n",
        "network: [{conv: {out: {choice: [8, 16, 8]}, kernel: 3}}]\n",
        "network: [{conv: {out: 8, kernel: 3, out: 16}}]\n", "network: [relu]\nnetwork: [relu6]\n",
        "train: {betas: [0.9, 0.99]}\nnetwork: [relu]\n",
        "train: {warmup_epochs: 5}\nnetwork: [relu]\n", "network: [{inverted_residual: {out: 8, kernel: 3, t: 6}}]\n",
    ])
    func oneMistakeIsToldOnce(body: String) {
        let found = of(body)
        #expect(found.count == 1, "\(found.map(\.description).joined(separator: "\n"))")
    }

    /// A mistake in a block is one, however often the block is used; one in each option of a choice is one for each.
    @Test func mistakesAreCountedByPlace() {
        let block =
            "blocks: {b: {layers: [{conv: {out: 0, kernel: 3}}]}}\nnetwork: [b, b, {repeat: {times: {range: [1, 4]}, layers: [b]}}]\n"
        #expect(of(block).count == 1)
        #expect(network("{conv: {out: {choice: [0, 8, -1, many]}, kernel: {choice: [2, 3, 4]}}}").count == 5)
    }

    @Test(arguments: [
        ("{conv: {out: 8.0, kernel: 3}}", "out must be a whole number from 1 to 1000000, got 8.0"),
        ("{conv: {out: \"16\", kernel: 3}}", "got the text \"16\""), ("{conv: {out: '16', kernel: 3}}", "got the text '16'"),
        ("{conv: {out: 1e-3, kernel: 3}}", "got 1e-3"),
        ("{dropout: \"1e-3\"}", "dropout must be a number from 0 to 0.99, got the text \"1e-3\""),
        ("{dropout: 1.50}", "dropout must be a number from 0 to 0.99, got 1.50"),
        ("{conv: {out: +0, kernel: 3}}", "out must be at least 1, got +0"),
        ("{conv: {out: 8, kernel: +4}}", "kernel must be odd, got +4"),
        ("{conv: {out: {range: [9.0, 1]}, kernel: 3}}", "range must go up, got [9.0, 1]"),
        ("{conv: {out: {range: [1, 9], step: 0.0}, kernel: 3}}", "step must be more than 0, got 0.0"),
    ])
    func valuesAreQuotedAsTheyAreWritten(layer: String, words: String) {
        let found = network(layer)
        #expect(found.count == 1 && found[0].message.contains(words), "\(found)")
    }

    /// Words of PyTorch and Keras, at the places where their users write them.
    @Test(arguments: [
        ("{Conv2d: {}}", "'conv'"), ("nn.Flatten", "'flatten'"), ("{Linear: {out: 3}}", "'dense'"), ("{BatchNorm2d: 8}", "'batch_norm'"),
        ("LeakyReLU", "'relu'"), ("{AdaptiveAvgPool2d: 1}", "'global_pool'"), ("ReLU6", "'relu6'"), ("Hardswish", "'hard_swish'"),
        ("{global_pool: avg}", "'average'"), ("{conv: {out: 3, kernel: 3, norm: BatchNorm2d}}", "'batch'"),
        ("{conv: {filters: 3, kernel: 3}}", "'out'"), ("{conv: {out: 3, kernel: 3, strides: 2}}", "'stride'"),
        ("{conv: {out: 3, kernel: 3, activation: ReLU}}", "'relu'"), ("Softmax", "belongs to the loss"),
        ("{conv: {out: 3, kernel: 3, in_channels: 2}}", "leave it out"),
        ("{layers.SeparableConv2D: {out: 3, kernel: 3}}", "'separable_conv'"),
    ])
    func wordsOfOthersAreUnderstood(layer: String, hint: String) {
        let found = network(layer)
        #expect(found.count == 1 && found[0].hint?.contains(hint) == true, "\(found)")
    }

    @Test(arguments: [
        ("lr: 0.1", "'learning_rate'"), ("batch_size: 8", "'batch'"), ("optimizer: SGD", "'sgd'"), ("optimizer: Adam", "'adam'"),
        ("optimizer: RMSProp", "'rmsprop'"), ("schedule: LinearLR", "'linear'"), ("rho: 0.9", "'alpha'"), ("ema_decay: 0.9", "'ema'"),
        ("class_weight: balanced", "'class_weights'"),
        ("scheduler: cosine", "'schedule'"), ("schedule: CosineAnnealingLR", "'cosine'"), ("loss: CrossEntropyLoss", "cross-entropy"),
        ("num_epochs: 3", "'epochs'"),
    ])
    func wordsOfOthersForTraining(train: String, hint: String) {
        let found = of("network: [flatten, {dense: {out: classes}}]\ntrain: {\(train)}\n")
        #expect(found.count == 1 && found[0].hint?.contains(hint) == true, "\(found)")
    }
}
