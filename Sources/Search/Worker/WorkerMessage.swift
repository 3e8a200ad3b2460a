internal import Foundation

/// What a driver says to a worker: one JSON object a line.
public enum DriverMessage: Sendable, Hashable, Codable {
    /// The first line. The context is the run's, in a form that whoever builds the evaluator defines.
    case hello(protocolVersion: Int, context: String)
    /// A job to do. The next one follows when this has its result.
    case job(Job)

    /// The version of the messages; a worker of another one refuses to work.
    public static let protocolVersion = 2
}

/// What a worker answers: one JSON object a line.
public enum WorkerMessage: Sendable, Hashable, Codable {
    /// The answer to `hello`: the worker takes jobs now.
    case ready(protocolVersion: Int, processID: Int)
    /// The worker cannot serve this run at all.
    case refused(message: String)
    /// Another point of the learning curve of a job under way.
    case progress(job: String, point: CurvePoint)
    /// What came of a job.
    case result(job: String, outcome: Outcome)
}

/// JSON without line breaks inside, with numbers that are not finite as text.
enum JSONLine {
    static func encode(_ value: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.withoutEscapingSlashes]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        var data = try encoder.encode(value)
        data.append(UInt8(ascii: "\n"))
        return data
    }

    static func decode<Value: Decodable>(_ type: Value.Type, from line: Data) throws -> Value {
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        return try decoder.decode(type, from: line)
    }
}
