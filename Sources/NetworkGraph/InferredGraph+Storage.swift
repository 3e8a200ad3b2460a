extension InferredGraph {
    /// Bytes of weights that inference needs, fp32.
    ///
    /// A batch norm is stored as one scale and one shift for every channel (its statistics are constants by then). One that
    /// folds (`Fusion`) into a convolution or a dense layer costs only a bias, and nothing where the layer has one already; one
    /// that folds into another costs nothing. Every other batch norm, such as one after a sum, stays.
    /// Zeros, indices and the program itself do not count.
    public var weightStorageBytes: Int { weightStorageBytes(operationCounts()) }

    /// The same where the operations' counts are known.
    package func weightStorageBytes(_ counts: [OperationCounts]) -> Int {
        let numbers = storedNumbers(counts).reduce(0) { sum, own in
            let (next, overflow) = sum.addingReportingOverflow(own)
            return overflow ? Int.max : next
        }
        let (bytes, overflow) = numbers.multipliedReportingOverflow(by: Self.bytesPerElement)
        return overflow ? Int.max : bytes
    }

    /// Returns, for each node, how many weights it adds to what is stored.
    public func storedNumbers() -> [Int] { storedNumbers(operationCounts()) }

    package func storedNumbers(_ counts: [OperationCounts]) -> [Int] {
        let fusion = Fusion(self, .normsOnly)
        // Of a product that has no bias, the first norm that folds into it makes one.
        var lacksBias = nodes.map { $0.operation.traits.contains(.product) && !$0.operation.hasBias }
        return nodes.indices.map { index in
            guard let root = fusion.root(of: index) else { return counts[index].parameters }
            defer { lacksBias[root] = false }
            return lacksBias[root] ? nodes[index].shape.channels : 0
        }
    }
}
