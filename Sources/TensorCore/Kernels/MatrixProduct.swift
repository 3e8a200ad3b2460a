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
///
/// OpenBLAS's own memory for packing is taken at its first product and kept. Its AVX-512 kernel for small products (0.3.21:
/// neither operand transposed, `rows * columns * inner` at most 1e6, `inner` at least 32, `columns` modulo 16 from 1 to 8)
/// takes `inner` times that remainder of floats from the heap in each call, and gives them back. Neither a different alpha
/// or beta nor splitting the columns avoids it for 1 to 8 or 17 columns; the other kernels take nothing.
@inline(__always)
func matrixProduct(
    _ c: UnsafeMutablePointer<Float>, _ stride: Int, _ a: Matrix, _ b: Matrix, rows: Int, columns: Int, inner: Int,
    accumulates: Bool = false
) {
    cblas_sgemm(
        CblasRowMajor, a.isTransposed ? CblasTrans : CblasNoTrans, b.isTransposed ? CblasTrans : CblasNoTrans, Int32(rows),
        Int32(columns), Int32(inner), 1, a.data, Int32(a.stride), b.data, Int32(b.stride), accumulates ? 1 : 0, c, Int32(stride))
}
