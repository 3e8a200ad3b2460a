/// Spearman's rank correlation; ties share their mean rank.
package func spearman(_ left: [Double], _ right: [Double]) -> Double {
    func ranks(_ values: [Double]) -> [Double] {
        let order = values.indices.sorted { values[$0] < values[$1] }
        var ranks = [Double](repeating: 0, count: values.count)
        var first = 0
        while first < order.count {
            var end = first + 1
            while end < order.count, values[order[end]] == values[order[first]] { end += 1 }
            for place in first..<end { ranks[order[place]] = Double(first + end - 1) / 2 }
            first = end
        }
        return ranks
    }
    let (a, b) = (ranks(left), ranks(right))
    let middle = Double(a.count - 1) / 2
    var (both, first, second) = (0.0, 0.0, 0.0)
    for (x, y) in zip(a, b) {
        both += (x - middle) * (y - middle)
        first += (x - middle) * (x - middle)
        second += (y - middle) * (y - middle)
    }
    return both / max((first * second).squareRoot(), .leastNormalMagnitude)
}
