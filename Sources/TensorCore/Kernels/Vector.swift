internal import CKernelShims

/// The vector that kernels are written with: a whole register of this build's instruction set. Its width is part of a
/// result's bits, since it decides the order of sums, and of the kernel class that `Engine` names.
#if NAS_X86_64_V4
typealias Vector = SIMD16<Float>
#elseif NAS_X86_64_V3
typealias Vector = SIMD8<Float>
#else
typealias Vector = SIMD4<Float>
#endif

/// As many whole numbers as a vector has floats.
typealias IndexVector = Vector.MaskStorage

/// Floats in a vector.
let lanes = Vector.scalarCount

@inline(__always)
func load(_ x: UnsafePointer<Float>) -> Vector { UnsafeRawPointer(x).loadUnaligned(as: Vector.self) }

@inline(__always)
func load(_ x: UnsafeMutablePointer<Float>) -> Vector { UnsafeRawPointer(x).loadUnaligned(as: Vector.self) }

/// Asks for memory that lies 8 KiB behind x, which need not be ours, where values are read or written past in order. The CPU's
/// own prefetching looks less far ahead, not over the end of a page, and hardly at all for writes (docs/performance.md).
@inline(__always)
func prefetchAhead(_ x: UnsafePointer<Float>) { nas_prefetch(UnsafeRawPointer(x) + 8192) }

/// `load` of a value that is read past in order.
@inline(__always)
func loadAhead(_ x: UnsafePointer<Float>) -> Vector {
    prefetchAhead(x)
    return load(x)
}

@inline(__always)
func store(_ y: UnsafeMutablePointer<Float>, _ value: Vector) {
    UnsafeMutableRawPointer(y).storeBytes(of: value, as: Vector.self)
}

/// The first `count` lanes, 1 to all of them; what lies behind stays as it is.
@inline(__always)
func store(_ y: UnsafeMutablePointer<Float>, _ value: Vector, lanes count: Int) {
    if count == Vector.scalarCount { return store(y, value) }
    let half = Vector.scalarCount / 2
    var done = 0
    if count >= half {
        UnsafeMutableRawPointer(y).storeBytes(of: value.lowHalf, as: type(of: value.lowHalf))
        done = half
    }
    if done == count { return }
    withUnsafeBytes(of: value) { bytes in
        let source = bytes.baseAddress!.assumingMemoryBound(to: Float.self)
        for lane in done..<count { y[lane] = source[lane] }
    }
}

@inline(__always)
func multiplyAdd(_ a: Vector, _ b: Vector, _ c: Vector) -> Vector { nas_vector_multiply_add(a, b, c) }

@inline(__always)
func clamped(_ x: Vector, _ lowest: Vector, _ highest: Vector) -> Vector {
    nas_vector_at_most(nas_vector_at_least(x, lowest), highest)
}
