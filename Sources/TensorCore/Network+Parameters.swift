public import Support

extension Network {
    /// Returns every parameter and running statistic by name, in the order of the layers, in PyTorch's order of elements (convolutions
    /// OIHW, dense [outputs, inputs]).
    public func exportParameters(metadata: [String: String] = [:]) -> SafeTensors {
        var file = SafeTensors()
        file.metadata = metadata
        append(plan.table.parameters, from: plan.parameters, prefix: "", to: &file)
        append(plan.table.statistics, from: plan.statistics, prefix: "", to: &file)
        return file
    }

    /// Takes parameters and running statistics from a file: all of them, each with its shape, and none that the network
    /// does not have; averages begin with them. Nothing is changed where something is wrong.
    ///
    /// - Throws: a `Diagnostic` that names the tensor; `fileName` is for its text.
    public func importParameters(_ file: SafeTensors, fileName: String? = nil) throws(Diagnostic) {
        let groups = [("", plan.table.parameters, plan.parameters), ("", plan.table.statistics, plan.statistics)]
        try importTensors(groups, from: file, fileName: fileName)
        resetAverages()
    }

    /// Returns the gradients of the last step, after clipping, as `exportParameters` gives parameters. Empty where they are not kept
    /// (`TrainingSettings.keepsGradients`) and in a network for inference.
    public func exportGradients() -> SafeTensors {
        var file = SafeTensors()
        if let gradients = plan.gradients, settings?.keepsAllGradients == true {
            append(plan.table.parameters, from: gradients, prefix: "", to: &file)
        }
        return file
    }

    /// Returns all that the next step depends on, bit for bit: parameters, running statistics, their moving averages, the optimizer's
    /// moments, the step counter; and strings of the caller's, such as its place in the data.
    public func exportTrainingState(metadata: [String: String] = [:]) -> SafeTensors {
        var file = exportParameters(metadata: metadata)
        for (name, moment) in zip(momentNames, plan.moments) {
            append(plan.table.parameters, from: moment, prefix: "optimizer.\(name)/", to: &file)
        }
        if let averages = plan.averages {
            append(plan.table.parameters, from: averages.parameters, prefix: "average/", to: &file)
            append(plan.table.statistics, from: averages.statistics, prefix: "average/", to: &file)
        }
        file.metadata["step"] = String(step)
        file.metadata["optimizer"] = settings?.optimizer.signature ?? "none"
        return file
    }

    /// Goes back to a state that `exportTrainingState` gave, in this or another process.
    ///
    /// - Throws: a `Diagnostic` where it is the state of another network or optimizer; nothing is changed then.
    public func importTrainingState(_ file: SafeTensors, fileName: String? = nil) throws(Diagnostic) {
        let optimizer = settings?.optimizer.signature ?? "none"
        guard let text = file.metadata["step"], let step = Int(text), step >= 0 else {
            throw Diagnostic("not a training state: no step is given", file: fileName)
        }
        guard file.metadata["optimizer"] == optimizer else {
            throw Diagnostic("state of optimizer '\(file.metadata["optimizer"] ?? "none")', not '\(optimizer)'", file: fileName)
        }
        var groups = [("", plan.table.parameters, plan.parameters), ("", plan.table.statistics, plan.statistics)]
        for (name, moment) in zip(momentNames, plan.moments) {
            groups.append(("optimizer.\(name)/", plan.table.parameters, moment))
        }
        if let averages = plan.averages {
            groups.append(("average/", plan.table.parameters, averages.parameters))
            groups.append(("average/", plan.table.statistics, averages.statistics))
        }
        try importTensors(groups, from: file, fileName: fileName)
        self.step = step
    }

    private var momentNames: [String] { settings?.optimizer.moments ?? [] }

    private func append(
        _ entries: [ParameterTable.Entry], from block: UnsafeMutablePointer<Float>, prefix: String, to file: inout SafeTensors
    ) {
        for entry in entries {
            let values = entry.layout.exported(block + entry.offset, count: entry.count)
            file.append(SafeTensors.Tensor(name: prefix + entry.name, shape: entry.shape, values: values))
        }
    }

    private func importTensors(
        _ groups: [(prefix: String, entries: [ParameterTable.Entry], block: UnsafeMutablePointer<Float>)], from file: SafeTensors,
        fileName: String?
    ) throws(Diagnostic) {
        var known: Set<String> = []
        for (prefix, entries, _) in groups {
            for entry in entries {
                let name = prefix + entry.name
                guard let tensor = file[name] else { throw Diagnostic("tensor \(name) is missing", file: fileName) }
                guard tensor.shape == entry.shape else {
                    throw Diagnostic("tensor \(name) has shape \(tensor.shape), the network's is \(entry.shape)", file: fileName)
                }
                known.insert(name)
            }
        }
        if let stranger = file.tensors.first(where: { !known.contains($0.name) }) {
            throw Diagnostic("tensor \(stranger.name) is not of this network", file: fileName)
        }
        parametersVersion += 1
        for (prefix, entries, block) in groups {
            for entry in entries {
                if let tensor = file[prefix + entry.name] { entry.layout.importing(tensor.values, into: block + entry.offset) }
            }
        }
    }
}
