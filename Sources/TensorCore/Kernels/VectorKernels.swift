internal import CKernelShims

/// y = x, or added to what is there.
func store(_ y: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, count: Int, accumulates: Bool) {
    if accumulates {
        for index in 0..<count { y[index] += x[index] }
    } else {
        y.update(from: x, count: count)
    }
}

/// z = x + y.
func add(_ z: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, count: Int) {
    var index = 0
    while index &+ lanes <= count {
        store(z + index, loadAhead(x + index) + loadAhead(y + index))
        index &+= lanes
    }
    while index < count {
        z[index] = x[index] + y[index]
        index &+= 1
    }
}

/// z = x * y, or added to what is there.
func multiply(_ z: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, count: Int, accumulates: Bool) {
    if accumulates {
        for index in 0..<count { z[index] = nas_multiply_add(x[index], y[index], z[index]) }
    } else {
        for index in 0..<count { z[index] = x[index] * y[index] }
    }
}

/// x = x * factor.
func scale(_ x: UnsafeMutablePointer<Float>, by factor: Float, count: Int) {
    for index in 0..<count { x[index] *= factor }
}

/// Adds a row to each of `rows` rows of `width`.
func addRow(_ y: UnsafeMutablePointer<Float>, _ row: UnsafePointer<Float>, rows: Int, width: Int) {
    for index in 0..<rows {
        let target = y + index * width
        for column in 0..<width { target[column] += row[column] }
    }
}

/// sum[c] = the sum over rows of x[row, c]. Sums of 128 rows in single precision, added in double.
func sumRows(_ sum: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, rows: Int, width: Int) {
    var column = 0
    while column < width {
        var total = SIMD16<Double>()
        var first = 0
        while first < rows {
            let end = min(first + 128, rows)
            var part = Vector()
            for row in first..<end { part += load(x + (row * width + column)) }
            for lane in 0..<lanes { total[lane] += Double(part[lane]) }
            first = end
        }
        for lane in 0..<min(lanes, width - column) { sum[column + lane] = Float(total[lane]) }
        column += lanes
    }
}

/// The length of x. Sums of 1,024 squares in single precision, added in double.
func euclideanNorm(_ x: UnsafePointer<Float>, count: Int) -> Float {
    var total = 0.0
    var first = 0
    while first < count {
        let end = min(first + 1024, count)
        var sum: Float = 0
        for index in first..<end { sum = nas_relaxed_add(sum, x[index] * x[index]) }
        total += Double(sum)
        first = end
    }
    return Float(total.squareRoot())
}
