import ArgumentParser
import CostModel
import Support

/// A model's form on the command line: `grouping:ridge:residual:unused`.
struct FormArgument: ExpressibleByArgument {
    let form: LatencyForm

    init?(argument: String) {
        let parts = argument.split(separator: ":").map(String.init)
        guard parts.count == 4, let grouping = LatencyForm.Grouping(rawValue: parts[0]), let ridge = DecimalNumber.parse(parts[1]),
            ridge > 0,
            let residual = DecimalNumber.parse(parts[2]), residual >= 0, let unused = UnusedOperations(rawValue: parts[3])
        else { return nil }
        form = LatencyForm(grouping: grouping, ridge: ridge, residual: residual, unused: unused)
    }
}
