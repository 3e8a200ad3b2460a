internal import CKernelShims

/// A cheap function of each lane with its derivative, to be specialised into loops. `ScalarFunction` has the same ones for
/// single numbers, and says what happens at kinks.
protocol VectorFunction {
    static func value(_ x: Vector) -> Vector
    /// g times the derivative at x.
    static func outputGradient(_ g: Vector, at x: Vector) -> Vector
}

enum VectorIdentity: VectorFunction {
    @inline(__always) static func value(_ x: Vector) -> Vector { x }
    @inline(__always) static func outputGradient(_ g: Vector, at x: Vector) -> Vector { g }
}

enum VectorReLU: VectorFunction {
    @inline(__always) static func value(_ x: Vector) -> Vector { nas_vector_at_least(x, Vector()) }
    @inline(__always) static func outputGradient(_ g: Vector, at x: Vector) -> Vector { nas_vector_where_greater(x, Vector(), g, Vector()) }
}

enum VectorReLU6: VectorFunction {
    @inline(__always) static func value(_ x: Vector) -> Vector { clamped(x, Vector(), Vector(repeating: 6)) }
    @inline(__always) static func outputGradient(_ g: Vector, at x: Vector) -> Vector {
        let below = nas_vector_where_greater(Vector(repeating: 6), x, g, Vector())
        return nas_vector_where_greater(x, Vector(), below, Vector())
    }
}

enum VectorHardSigmoid: VectorFunction {
    @inline(__always) static func value(_ x: Vector) -> Vector { VectorReLU6.value(x + 3) * (1 / 6) }
    @inline(__always) static func outputGradient(_ g: Vector, at x: Vector) -> Vector {
        let below = nas_vector_where_greater(Vector(repeating: 3), x, g * (1 / 6), Vector())
        return nas_vector_where_greater(x, Vector(repeating: -3), below, Vector())
    }
}

enum VectorHardSwish: VectorFunction {
    @inline(__always) static func value(_ x: Vector) -> Vector { x * VectorReLU6.value(x + 3) * (1 / 6) }
    @inline(__always) static func outputGradient(_ g: Vector, at x: Vector) -> Vector {
        let inside = g * (x * (1 / 3) + 0.5)
        let upper = nas_vector_where_greater(x, Vector(repeating: 3), g, inside)
        return nas_vector_where_greater(Vector(repeating: -3), x, Vector(), upper)
    }
}
