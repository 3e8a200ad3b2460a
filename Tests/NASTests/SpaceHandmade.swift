/// Small spaces whose architectures can be counted by hand; nil where only the enumeration knows.
enum SpaceHandmade {
    static let spaces: [(name: String, count: Int?, text: String)] = [
        (
            "tie", 2,
            """
            choices: {w: {choice: [4, 8]}}
            network:
              - conv: {out: $w, kernel: 1}
              - residual: {layers: [{conv: {out: $w, kernel: 3}}], shortcut: identity}
              - global_pool
              - dense: {out: classes}
            """
        ),
        (
            "tie of ties", 3,
            """
            choices: {a: $b, b: $c, c: {choice: [1, 2, 3]}}
            network:
              - conv: {out: $a, kernel: 1}
              - conv: {out: $b, kernel: 1}
              - global_pool
              - dense: {out: classes}
            """
        ),
        (
            "untied shapes", nil,
            """
            network:
              - branches: [[{conv: {out: {choice: [4, 8]}, kernel: 1}}], [{conv: {out: {choice: [4, 8]}, kernel: 1}}]]
              - global_pool
              - dense: {out: classes}
            """
        ),
        (
            "tied by condition", 2,
            """
            choices:
              w: {choice: [4, 8]}
            network:
              - branches: [[{conv: {out: $w, kernel: 1}}], [{conv: {out: {when: $w, is: 4, then: 4, else: 8}, kernel: 1}}]]
              - global_pool
              - dense: {out: classes}
            """
        ),
        (
            "condition makes active", 4,
            """
            choices:
              kind: {choice: [plain, deep]}
            network:
              - when: $kind
                is: [deep]
                then: [{conv: {out: {choice: [4, 8, 12]}, kernel: 1}}]
              - global_pool
              - dense: {out: classes}
            """
        ),
        (
            "repetitions", 2 + 4 + 8,
            """
            network:
              - repeat: {times: {range: [1, 3]}, layers: [{conv: {out: 4, kernel: {choice: [1, 3]}}}]}
              - global_pool
              - dense: {out: classes}
            """
        ),
        (
            "none or some", 1 + 2 + 4,
            """
            network:
              - repeat: {times: {range: [0, 2]}, layers: [{conv: {out: 4, kernel: {choice: [1, 3]}}}]}
              - global_pool
              - dense: {out: classes}
            """
        ),
        (
            "shared block", 2 * 3,
            """
            blocks:
              b: {shared: true, k: {choice: [1, 3]}, layers: [{conv: {out: 4, kernel: $k}}]}
            network:
              - repeat: {times: {range: [1, 3]}, layers: b}
              - global_pool
              - dense: {out: classes}
            """
        ),
        (
            "shared block that may be absent", 1 + 3 * 2,
            """
            blocks:
              b: {shared: true, k: {choice: [1, 3]}, layers: [{conv: {out: 4, kernel: $k}}]}
            network:
              - optional: b
              - optional: b
              - global_pool
              - dense: {out: classes}
            """
        ),
        (
            "shared block with options inside", 3 + 9,
            """
            blocks:
              b:
                shared: true
                layers: [{choice: [identity, {conv: {out: in, kernel: {choice: [1, 3]}}}]}]
            network:
              - repeat: {times: {range: [1, 4]}, layers: b}
              - global_pool
              - dense: {out: classes}
            """
        ),
        (
            "shared pooling", nil,
            """
            blocks:
              b: {shared: true, layers: [{choice: [identity, {max_pool: {kernel: 2}}]}]}
            network:
              - repeat: {times: {range: [1, 4]}, layers: b}
              - global_pool
              - dense: {out: classes}
            """
        ),
        (
            "nested choices of values", 1 + 2,
            """
            network:
              - conv: {out: {choice: [4, {choice: [8, 12]}]}, kernel: 1}
              - global_pool
              - dense: {out: classes}
            """
        ),
        (
            "block of a stage", 2 * 2 + 2 * 1,
            """
            blocks:
              a: {k: {choice: [1, 3]}, layers: [{conv: {out: 4, kernel: $k}}]}
              b: {layers: [relu]}
            network:
              - stage: {repeat: {choice: [1]}, block: {choice: [a, b, [{conv: {out: {choice: [2, 3, 4]}, kernel: 1}}]]}}
              - global_pool
              - dense: {out: classes}
            """
        ),
        (
            "recipe", 2 * 3 + 2,
            """
            choices: {o: {choice: [sgd, adamw]}}
            network: [flatten, {dense: {out: classes}}]
            train: {optimizer: $o, momentum: {when: $o, is: sgd, then: {choice: [0, 0.5, 0.9]}, else: 0}, batch: {choice: [16, 32]}}
            """
        ),
        (
            "cell", 9,
            """
            blocks:
              c:
                shared: true
                graph:
                  nodes: 3
                  edges: [[0, 1], {from: 1, to: 2, layers: [relu]}, [0, 2]]
                  each_edge: {choice: [zero, identity, {conv: {kernel: 3}}]}
            network: [c, c, c, global_pool, {dense: {out: classes}}]
            """
        ),
        (
            "nothing open", 1,
            """
            network: [flatten, {dense: {out: classes}}]
            """
        ),
        (
            "one option", 1,
            """
            network: [flatten, {dense: {out: {choice: [classes]}}}]
            """
        ),
    ]
}
