import ArgumentParser
import Datasets

/// How commands read data sets.
struct DataReadingOptions: ParsableArguments {
    @Flag(help: "Read all files of the data, although their names, sizes and times are those of what the cache keeps.")
    var verifyData = false

    var loading: DataLoading { TerminalLoading.loading(verifies: verifyData) }
}
