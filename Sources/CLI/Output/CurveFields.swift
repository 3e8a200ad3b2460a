import Search

/// The columns of a learning curve.
enum CurveFields {
    private static let fields: [Listing.Field] = [
        .init("epoch", "epoch"), .init("step", "step"), .init("training_loss", "training loss"),
        .init("validation_loss", "validation loss"),
        .init("validation_accuracy", "validation accuracy", show: TrialFields.percent), .init("seconds", "seconds"),
    ]

    static func listing(_ curve: [CurvePoint]) -> Listing {
        var listing = Listing(fields)
        for point in curve { listing.append(values(point)) }
        return listing
    }

    static func json(_ point: CurvePoint) -> JSON { .object(zip(fields, values(point)).map { ($0.name, $1) }) }

    private static func values(_ point: CurvePoint) -> [JSON] {
        [
            .number(point.epoch), .integer(point.step), .number(point.trainingLoss), .optional(point.validationLoss),
            .optional(point.validationAccuracy), .number(point.seconds),
        ]
    }
}
