import ArgumentParser

/// Whether a command that shows fronts shows what breaks the run's budget too.
struct OverBudgetOptions: ParsableArguments {
    @Flag(help: "Include networks that exceed the run's budget, such as those a fork inherited from a run with another budget.")
    var overBudget = false
}
