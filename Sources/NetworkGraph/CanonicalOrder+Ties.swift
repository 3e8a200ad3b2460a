/// Gives every node a colour of its own where refinement alone does not.
///
/// Tied nodes fall into parts that no edge joins, but for edges to nodes that stand out already: fifteen cells with two equal
/// branches each are thirty such parts. Each is put in order by itself, so that symmetries in different places do not multiply.
/// Within a part, a node of the smallest class is made to stand out, the rest refined (individualisation and refinement,
/// McKay and Piperno, "Practical graph isomorphism, II", 2014), and the choice with the smallest certificate kept. Choices
/// that end in equal certificates are images of each other, and only one of them is looked at closely.
extension CanonicalOrder {
    /// Makes all colours in the list (ascending, refined) different.
    ///
    /// - Parameter thorough: whether the best choice is looked for, or any is taken.
    /// - Returns: a certificate: a hash of the list's structure, equal only where the orders found are isomorphic.
    mutating func resolve(_ list: ContiguousArray<Int>, thorough: Bool) -> UInt64 {
        let tied = tied(in: list)
        guard !tied.isEmpty else { return certificate(of: list) }
        let parts = parts(of: tied)
        if parts.count == 1 {
            standOut(in: parts[0], thorough: thorough)
        } else {
            var ranked: [(certificate: UInt64, part: Int)] = []
            for part in parts.indices { ranked.append((resolve(parts[part], thorough: thorough), part)) }
            ranked.sort { ($0.certificate, $0.part) < ($1.certificate, $1.part) }
            var rank: UInt64 = 0
            for place in ranked.indices {
                let certificate = ranked[place].certificate
                rank = place > 0 && ranked[place - 1].certificate == certificate ? rank + 1 : 0
                // Parts of equal certificates are interchangeable: which of them comes first does not matter.
                for node in parts[ranked[place].part] {
                    colours[node] = RefinementHash.mix(RefinementHash.mix(colours[node], certificate), rank)
                }
            }
        }
        return certificate(of: list)
    }

    /// Tries the nodes of the smallest class, of the smallest colour among those.
    private mutating func standOut(in part: ContiguousArray<Int>, thorough: Bool) {
        let candidates = smallestClass(in: part)
        let before = part.map { colours[$0] }
        var best: (certificate: UInt64, colours: [UInt64])?
        var seen: [UInt64] = []
        for candidate in candidates where best == nil || effort > 0 {
            choose(candidate, in: part, from: before)
            let quick = resolve(part, thorough: false)
            guard thorough, effort > 0 else { break }
            if seen.contains(quick) { continue }
            seen.append(quick)
            choose(candidate, in: part, from: before)
            let certificate = resolve(part, thorough: true)
            if let known = best?.certificate, known <= certificate { continue }
            best = (certificate, part.map { colours[$0] })
        }
        if let best {
            for (node, colour) in zip(part, best.colours) { colours[node] = colour }
        }
    }

    private mutating func choose(_ candidate: Int, in part: ContiguousArray<Int>, from before: [UInt64]) {
        for (node, colour) in zip(part, before) { colours[node] = colour }
        colours[candidate] = RefinementHash.mix(colours[candidate], 2)
        refine(part)
    }

    private func smallestClass(in part: ContiguousArray<Int>) -> ContiguousArray<Int> {
        let sorted = part.map { colours[$0] }.sorted()
        var best: (size: Int, colour: UInt64) = (Int.max, 0)
        var first = 0
        for place in 1...sorted.count where place == sorted.count || sorted[place] != sorted[first] {
            if place - first > 1, place - first < best.size { best = (place - first, sorted[first]) }
            first = place
        }
        return part.filter { colours[$0] == best.colour }
    }

    /// Splits a list (ascending) into its connected parts, each ascending.
    private func parts(of list: ContiguousArray<Int>) -> [ContiguousArray<Int>] {
        var label = ContiguousArray(repeating: -1, count: isSum.count)
        for node in list { label[node] = -2 }
        var parts: [ContiguousArray<Int>] = []
        var pending: ContiguousArray<Int> = []
        for node in list {
            if label[node] == -2 {
                label[node] = parts.count
                pending.append(node)
                while let next = pending.popLast() {
                    for slot in start[next]..<start[next + 1] where label[operands[slot]] == -2 {
                        label[operands[slot]] = parts.count
                        pending.append(operands[slot])
                    }
                    for place in consumerStart[next]..<consumerStart[next + 1] where label[consumers[place]] == -2 {
                        label[consumers[place]] = parts.count
                        pending.append(consumers[place])
                    }
                }
                parts.append([])
            }
            parts[label[node]].append(node)
        }
        return parts
    }

    /// A hash of a list in which every colour occurs once: then colours and operands' colours say it all.
    private func certificate(of list: ContiguousArray<Int>) -> UInt64 {
        var sum: UInt64 = 0
        for node in list { sum &+= RefinementHash.mix(RefinementHash.mix(colours[node], 3), operandColours(of: node)) }
        return sum
    }
}
