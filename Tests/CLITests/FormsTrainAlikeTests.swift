import Datasets
import Foundation
import TestSupport
import Testing

/// The same pictures give the same search, whatever form they come in.
@Suite struct FormsTrainAlikeTests {
    @Test func fourFormsGiveTheSameTrials() throws {
        let scratch = try Scratch()
        let names = try #require(DataCatalog.entry(named: "cifar10")).classNames
        _ = try PictureForms((training: 20, test: 5), classNames: names, to: scratch)
        try scratch.write("tiny.yaml", Array(NASProgram.tinySpace.utf8))
        func nas(_ arguments: String...) throws -> String { try NASProgram.output(of: arguments, in: scratch.url) }
        let tables = try PictureForms.names.map { form in
            _ = try nas("search", "tiny.yaml", "--data", "./\(form)", "--trials", "3", "--db", "\(form).db")
            return CSVTable(try nas("trials", "\(form).db", "--format", "csv"))
        }
        #expect(tables[0].rows.count == 3 && Set(tables[0].column("loss")).count > 1, "\(tables[0])")
        for (form, table) in zip(PictureForms.names, tables) {
            #expect(table.without(["seconds", "weights"]) == tables[0].without(["seconds", "weights"]), "\(form)")
        }
    }
}
