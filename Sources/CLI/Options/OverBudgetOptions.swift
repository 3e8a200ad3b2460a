import ArgumentParser

/// Whether a command that shows fronts shows what breaks the run's budget too.
struct OverBudgetOptions: ParsableArguments {
    @Flag(help: "Counts networks too that break the run's budget: those a fork had from a run with another one.")
    var overBudget = false
}
