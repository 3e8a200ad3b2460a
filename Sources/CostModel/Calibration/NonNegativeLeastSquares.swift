internal import Support

/// The least squares solution without negative values: min over w >= 0 of w'Gw / 2 - b'w, where G = A'A and b = A'y (Lawson and
/// Hanson, "Solving least squares problems", 1974, chapter 23; from the normal equations as Bro and de Jong 1997).
///
/// - Parameter gram: G, row after row, positive definite.
func nonNegativeLeastSquares(gram: [Double], _ right: [Double]) -> [Double] {
    let size = right.count
    var weights = [Double](repeating: 0, count: size)
    var isFree = [Bool](repeating: false, count: size)
    let tolerance = 1e-12 * (right.map(abs).max() ?? 0)

    func solution() -> [Double] {
        let free = isFree.indices.filter { isFree[$0] }
        var part = [Double](repeating: 0, count: free.count * free.count)
        for (row, i) in free.enumerated() {
            for (column, j) in free.enumerated() { part[row * free.count + column] = gram[i * size + j] }
        }
        var all = [Double](repeating: 0, count: size)
        guard let system = SymmetricSystem(part, size: free.count) else { return all }
        for (place, value) in zip(free, system.solve(free.map { right[$0] })) { all[place] = value }
        return all
    }

    func share(_ index: Int, _ next: [Double]) -> Double { weights[index] / (weights[index] - next[index]) }

    // Each round frees one weight; more rounds than this only swap weights that make no difference.
    for _ in 0..<3 * size {
        var best: (index: Int, slope: Double)?
        for index in 0..<size where !isFree[index] {
            var slope = right[index]
            for other in 0..<size { slope -= gram[index * size + other] * weights[other] }
            if slope > tolerance, slope > best?.slope ?? 0 { best = (index, slope) }
        }
        guard let best else { break }
        isFree[best.index] = true
        var next = solution()
        // As far towards it as no weight becomes negative; the one that would be first is bound again.
        while let blocking = isFree.indices.filter({ isFree[$0] && next[$0] <= 0 }).min(by: { share($0, next) < share($1, next) }) {
            let step = share(blocking, next)
            for index in 0..<size where isFree[index] { weights[index] += step * (next[index] - weights[index]) }
            weights[blocking] = 0
            isFree[blocking] = false
            next = solution()
        }
        weights = next
    }
    return weights
}
