internal import Support

/// Which of some examples are of which class, and what makes up for classes that have fewer.
struct ClassBalance {
    /// For each class, the places of its examples.
    private let members: [[Int]]
    private let count: Int

    /// - Parameter labels: classes from 0 to less than `classes`.
    init(_ labels: [Int32], classes: Int) {
        var members = [[Int]](repeating: [], count: classes)
        for (place, label) in labels.enumerated() { members[Int(label)].append(place) }
        self.members = members
        count = labels.count
    }

    /// What an example of each class counts, so that the classes that have examples count the same, and all examples together what they
    /// are: n / (k x count), as `sklearn.utils.class_weight.compute_class_weight("balanced")`. 0 for a class without examples.
    var weights: [Double] {
        let present = members.count { !$0.isEmpty }
        return members.map { $0.isEmpty ? 0 : Double(count) / Double(present * $0.count) }
    }

    /// Draws places with replacement: a class, all that have examples with the same probability, then one of its examples.
    func draw(_ draws: Int, using random: inout RandomStream) -> [Int] {
        let present = members.filter { !$0.isEmpty }
        return (0..<draws).map { _ in
            let places = present[random.nextInt(below: present.count)]
            return places[random.nextInt(below: places.count)]
        }
    }
}
