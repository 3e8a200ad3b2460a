/// Places buffers in one block so that those which are never needed at the same time share memory: each in turn, the largest
/// first, at the lowest place that no buffer with an overlapping life occupies (Pisarchyk and Lee 2020, greedy by size).
struct ArenaPlan {
    /// First and last moment at which the buffer holds something.
    struct Request {
        let count: Int
        let life: ClosedRange<Int>
    }

    /// Where each buffer begins, in floats.
    let offsets: [Int]
    let count: Int

    init(_ requests: [Request]) {
        // Whole cache lines and one more: a vector may read behind the end.
        let sizes = requests.map { $0.count > Int.max / 2 ? Int.max / 2 : ($0.count + 15) / 16 * 16 + 16 }
        var offsets = [Int](repeating: 0, count: requests.count)
        var placed: [Int] = []
        var total = 0
        let order = requests.indices.sorted { (sizes[$0], $1) > (sizes[$1], $0) }
        for index in order {
            var place = 0
            // In the order of their places, so that the first gap that is wide enough is the lowest.
            for other in placed where requests[other].life.overlaps(requests[index].life) {
                let (end, overflow) = place.addingReportingOverflow(sizes[index])
                if !overflow, end <= offsets[other] { break }
                place = max(place, offsets[other].addingSaturating(sizes[other]))
            }
            offsets[index] = place
            placed.insert(index, at: placed.firstIndex { offsets[$0] > place } ?? placed.count)
            total = max(total, place.addingSaturating(sizes[index]))
        }
        self.offsets = offsets
        count = total
    }
}

extension Int {
    fileprivate func addingSaturating(_ other: Int) -> Int {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }
}
