import Support

/// What a throwing call throws, as the user reads it.
func diagnostic<Result>(_ body: () throws -> Result) throws -> Diagnostic {
    do {
        _ = try body()
    } catch let problem as Diagnostic {
        return problem
    }
    throw Missing()
}

private struct Missing: Error, CustomStringConvertible {
    var description: String { "no diagnostic was thrown" }
}

/// An IDX file's bytes.
func idx(_ dimensions: [Int], _ elements: [UInt8], type: UInt8 = 8) -> [UInt8] {
    var bytes: [UInt8] = [0, 0, type, UInt8(dimensions.count)]
    for dimension in dimensions {
        for shift in [24, 16, 8, 0] { bytes.append(UInt8(truncatingIfNeeded: dimension >> shift)) }
    }
    return bytes + elements
}
