public import NetworkGraph

extension ClassCounts {
    /// Counts the classes of a data set's parts.
    ///
    /// - Parameters:
    ///   - dataset: the data set.
    ///   - split: of that data set. Each class gives its share, so that the seed does not matter.
    public init(_ dataset: Dataset, split: DataSplit) {
        func part(_ indices: [Int]) -> Part {
            var counts = [Int](repeating: 0, count: dataset.classes)
            for index in indices { counts[Int(dataset.labels[index])] += 1 }
            return Part(counts)
        }
        self.init(training: part(split.training), validation: part(split.validation), test: part(split.test.indices))
    }
}
