internal import NetworkGraph

/// Which positions of one axis meet under a kernel: for each position of the target the taps that reach a source position,
/// padding left out. Forward, the target is the output; for gradients, the input: the same kernel serves both.
final class TapTable {
    struct Tap {
        let kernel: Int32
        let source: Int32
    }

    /// Taps of target `t` are `taps[starts[t] ..< starts[t + 1]]`, by rising kernel position.
    let starts: UnsafeMutablePointer<Int32>
    let taps: UnsafeMutablePointer<Tap>
    let targets: Int

    /// - Parameter fromOutput: the target is the output and the source the input; false for the other way.
    init(inputs: Int, outputs: Int, kernel: Int, stride: Int, padding: Int, dilation: Int, fromOutput: Bool) {
        targets = fromOutput ? outputs : inputs
        var lists = [[Tap]](repeating: [], count: targets)
        for output in 0..<outputs {
            for tap in 0..<kernel {
                let input = output * stride - padding + tap * dilation
                guard input >= 0, input < inputs else { continue }
                lists[fromOutput ? output : input].append(Tap(kernel: Int32(tap), source: Int32(fromOutput ? input : output)))
            }
        }
        starts = .allocate(capacity: targets + 1)
        taps = .allocate(capacity: max(lists.reduce(0) { $0 + $1.count }, 1))
        var count = 0
        for (target, list) in lists.enumerated() {
            starts[target] = Int32(count)
            for tap in list.sorted(by: { $0.kernel < $1.kernel }) {
                taps[count] = tap
                count += 1
            }
        }
        starts[targets] = Int32(count)
    }

    deinit {
        starts.deallocate()
        taps.deallocate()
    }
}

/// The tap tables of a window over both axes.
struct TapTables {
    let rows: TapTable
    let columns: TapTable

    init(_ window: SlidingWindow, input: Shape, output: Shape, fromOutput: Bool) {
        rows = TapTable(
            inputs: input.height, outputs: output.height, kernel: window.kernelHeight, stride: window.strideHeight,
            padding: window.paddingTop, dilation: window.dilationHeight, fromOutput: fromOutput)
        columns = TapTable(
            inputs: input.width, outputs: output.width, kernel: window.kernelWidth, stride: window.strideWidth,
            padding: window.paddingLeft, dilation: window.dilationWidth, fromOutput: fromOutput)
    }
}
