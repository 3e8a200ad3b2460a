import Reporting
import Support
import Training

/// What a person and a script are shown of how well a model does.
enum ReportLines {
    /// A class of a report, as a row.
    private struct Row: Sendable {
        let score: ClassificationReport.ClassScore
        /// What its examples are taken for most often, beside themselves.
        let confusedWith: String?
    }

    private static let columns: [Column<Row>] = [
        Column("class", "class") { $0.score.name }.ranked(.key),
        Column("examples", "examples") { $0.score.examples },
        Column("precision", "precision", .percent) { $0.score.precision },
        Column("recall", "recall", .percent) { $0.score.recall },
        Column("f1", "F1", .percent) { $0.score.f1 },
        Column("confused_with", "taken for") { $0.confusedWith }.ranked(.useful),
    ]

    private static func rows(_ report: ClassificationReport) -> [Row] {
        report.classes.enumerated().map { label, score in
            let others = report.confusion[label].enumerated().filter { $0.offset != label && $0.element > 0 }
            let most = others.max { ($0.element, -$0.offset) < ($1.element, -$1.offset) }
            return Row(score: score, confusedWith: most.map { "\(report.classes[$0.offset].name) (\($0.element))" })
        }
    }

    static func print(_ report: ClassificationReport, _ tables: TableOptions) {
        let percent = CellFormat.percent
        let area = report.areaUnderROC.map { ", area under the ROC curve \(CellFormat.plain.text($0))" } ?? ""
        tables.say(
            "accuracy \(percent.text(report.accuracy)) of \(Plural.count(report.examples, "example")), balanced "
                + "\(percent.text(report.balancedAccuracy)), macro F1 \(percent.text(report.macroF1))\(area), loss "
                + "\(CellFormat.plain.text(report.loss)), calibration error \(percent.text(report.calibrationError))")
        Terminal.print(Listing(columns, rows(report)).text(as: .table, width: tables.width()), terminator: "")
    }

    /// A row for each class.
    static func csv(_ report: ClassificationReport) -> String { Listing(columns, rows(report)).text(as: .csv) }

    static func json(_ report: ClassificationReport) -> [(String, JSON)] {
        [
            ("examples", report.examples.json), ("accuracy", report.accuracy.json), ("balanced_accuracy", report.balancedAccuracy.json),
            ("macro_f1", report.macroF1.json), ("area_under_roc", report.areaUnderROC.json), ("loss", report.loss.json),
            ("calibration_error", report.calibrationError.json),
            ("classes", Listing(columns, rows(report)).json),
            ("confusion", .array(report.confusion.map { .array($0.map(\.json)) })),
        ]
    }
}
