internal import COpenBLAS

/// A matrix stored row by row; `stride` floats from one stored row to the next.
struct Matrix {
    let data: UnsafePointer<Float>
    let stride: Int
    let isTransposed: Bool

    init(_ data: UnsafePointer<Float>, _ stride: Int, transposed: Bool = false) {
        self.data = data
        self.stride = stride
        isTransposed = transposed
    }
}

/// c = a b, `rows` x `columns` over `inner`, or added to what is there.
@inline(__always)
func matrixProduct(
    _ c: UnsafeMutablePointer<Float>, _ stride: Int, _ a: Matrix, _ b: Matrix, rows: Int, columns: Int, inner: Int,
    accumulates: Bool = false
) {
    cblas_sgemm(
        CblasRowMajor, a.isTransposed ? CblasTrans : CblasNoTrans, b.isTransposed ? CblasTrans : CblasNoTrans, Int32(rows),
        Int32(columns), Int32(inner), 1, a.data, Int32(a.stride), b.data, Int32(b.stride), accumulates ? 1 : 0, c, Int32(stride))
}
