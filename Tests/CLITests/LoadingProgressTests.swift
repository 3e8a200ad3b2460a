import Datasets
import Testing

@testable import CLI

@Suite struct LoadingProgressTests {
    @Test(arguments: [
        (43_000, 100_000, "preparing pictures: 43,000 of 100,000"), (0, 999, "preparing pictures: 0 of 999"),
        (1000, 12_345_678, "preparing pictures: 1,000 of 12,345,678"),
    ])
    func examplesAreCounted(done: Int, total: Int, text: String) {
        let progress = LoadingProgress(activity: "preparing pictures", done: done, total: total, unit: .examples)
        #expect(TerminalLoading.text(progress) == text)
    }

    @Test func bytesHaveUnits() {
        let progress = LoadingProgress(activity: "reading train.csv", done: 3 << 20, total: 2 << 30, unit: .bytes)
        #expect(TerminalLoading.text(progress) == "reading train.csv: 3.00 MiB of 2.00 GiB")
        #expect(TerminalLoading.goingOn(progress) == "reading train.csv: going on at 3.00 MiB of 2.00 GiB")
    }
}
