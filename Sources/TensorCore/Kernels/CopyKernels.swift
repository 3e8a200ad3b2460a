/// y[column, row] = x[row, column], or added to what is there.
func transpose(_ y: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, rows: Int, columns: Int, accumulates: Bool) {
    for row in 0..<rows {
        let source = x + row * columns
        for column in 0..<columns {
            let value = source[column]
            y[column * rows + row] = accumulates ? y[column * rows + row] + value : value
        }
    }
}

/// The first `width` columns of a matrix into those of another, or added to what is there. `stride` floats a row.
func copyColumns(
    _ y: UnsafeMutablePointer<Float>, stride yStride: Int, _ x: UnsafePointer<Float>, stride xStride: Int, rows: Int, width: Int,
    accumulates: Bool
) {
    for row in 0..<rows {
        store(y + row * yStride, x + row * xStride, count: width, accumulates: accumulates)
    }
}
