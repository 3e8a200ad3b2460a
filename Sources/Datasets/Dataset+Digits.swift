internal import Support

extension Dataset {
    /// The default data set, which is part of the program: 1,797 handwritten digits of 8 x 8 pixels, the test set of
    /// "Optical Recognition of Handwritten Digits" (E. Alpaydin, C. Kaynak, UCI Machine Learning Repository, 1998,
    /// https://doi.org/10.24432/C50P49, CC BY 4.0), as scikit-learn carries it. Pixels, 0 to 16 there, are brought to 0 to 255.
    ///
    /// It is small and has no customary test part: `DataSplit` makes one.
    public static let embeddedDigits: Dataset = {
        let fileName = "digits.gz"
        do {
            var reader = try GzipReader(PackageResources.digits_gz, fileName: fileName)
            let images = try IDXFile(next: &reader, fileName: fileName, ranks: 3...3)
            let labels = try IDXFile(next: &reader, fileName: fileName, ranks: 1...1)
            let pixels = images.elements.map { UInt8((Int($0) * 255 + 8) / 16) }
            let entry = DataCatalog.digits
            return Dataset(
                name: entry.name, shape: entry.shape, classNames: entry.classNames, images: pixels, labels: labels.elements,
                origin: Origin(form: entry.form, folder: nil, source: entry.source, licence: entry.licence))
        } catch {
            preconditionFailure("the embedded data set is damaged: \(error)")
        }
    }()
}
