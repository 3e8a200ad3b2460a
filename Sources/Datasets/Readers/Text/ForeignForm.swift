internal import Foundation

/// Forms in which people have data and texts that are not read, with what to do.
struct ForeignForm {
    let title: String
    let hint: String

    /// Documents that stand where texts are expected.
    static let documentEndings: Set = ["docx", "doc", "odt", "rtf", "pdf", "html", "htm"]

    /// - Parameter path: of a file; nil where nothing is known of its ending.
    init?(_ path: String) {
        let name = (path as NSString).lastPathComponent
        let stem = (name as NSString).deletingPathExtension
        switch (name as NSString).pathExtension.lowercased() {
        case "jsonl", "ndjson":
            title = "JSON, a record a line"
            hint = "convert it to text<TAB>label, with its own names: jq -r '[.text, .label] | @tsv' \(name) > \(stem).tsv"
        case "json":
            title = "JSON"
            hint = "convert it to text<TAB>label, with its own names: jq -r '.[] | [.text, .label] | @tsv' \(name) > \(stem).tsv"
        case "xml":
            title = "XML"
            hint =
                "convert it to lines text<TAB>label, with its own names: xmlstarlet sel -t -m //item -v text -o '\t' -v label -n \(name)"
        case "parquet":
            title = "Parquet"
            hint = "convert it to CSV: duckdb -c \"COPY '\(name)' TO '\(stem).csv' (HEADER)\""
        case "arrow", "feather":
            title = "Arrow"
            hint = "write it as CSV with the program that made it, in pandas to_csv('\(stem).csv', index=False)"
        case "xlsx", "xls", "ods":
            title = "a spreadsheet"
            hint = "save it as CSV in UTF-8 from the program that made it"
        case "docx", "doc", "odt", "rtf":
            title = "a document of a word processor"
            hint = "save it as plain text in UTF-8: pandoc -t plain \(name) -o \(stem).txt"
        case "pdf":
            title = "a PDF document"
            hint = "take the text out of it: pdftotext \(name) \(stem).txt"
        case "html", "htm":
            title = "a web page"
            hint = "take the text out of it: pandoc -f html -t plain \(name) -o \(stem).txt"
        case "pkl", "pickle", "pt", "pth", "joblib":
            title = "a Python pickle, which is a program"
            hint = "write the data as CSV or NumPy (.npz) from the program that made it"
        default: return nil
        }
    }
}
