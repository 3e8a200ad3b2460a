package import CostModel

/// Power monitors that Linux shows as hwmon devices (Documentation/hwmon/ina2xx.rst and ina3221.rst of the kernel): INA219, 220,
/// 226, 230, 231, 260 with a power of their own, INA3221 (Jetson's rails too) and the USB meter POWER-Z by voltage times current.
package struct HwmonSensor: PowerSensor {
    package let name: String
    package let measuredAt: SourcedValue.MeasuringPoint
    private let files: SensorFiles
    /// Micro watts; nil where voltages and currents are read.
    private let power: String?
    /// Millivolts and milliamperes.
    private let channels: [(volts: String, amperes: String)]

    static let folder = "sys/class/hwmon"
    private static let powerChips: Set<String> = ["ina219", "ina220", "ina226", "ina230", "ina231", "ina238", "ina260", "sy24655"]

    /// Devices are known by their names: their numbers change from start to start.
    package static func find(_ files: SensorFiles = SensorFiles()) -> SensorSearch {
        let sensors = files.names(in: folder).flatMap { device -> [any PowerSensor] in
            let place = "\(folder)/\(device)"
            guard let chip = files.text("\(place)/name") else { return [] }
            if powerChips.contains(chip) {
                return [
                    HwmonSensor(name: "\(chip) (\(device))", measuredAt: .input, files: files, power: "\(place)/power1_input", channels: [])
                ]
            }
            switch chip {
            case "ina3221": return ina3221(files, place, device)
            // The meter sits in the cable.
            case "powerz":
                return [
                    HwmonSensor(
                        name: "powerz (\(device))", measuredAt: .input, files: files, power: nil,
                        channels: [("\(place)/in0_input", "\(place)/curr1_input")])
                ]
            default: return []
            }
        }
        if !sensors.isEmpty { return .found(sensors) }
        return .notAvailable(
            SensorProblem(
                "no power monitor (INA219, INA226, INA260, INA3221, POWER-Z) in /\(folder): its driver is loaded by a device-tree overlay or by plugging it in"
            ))
    }

    /// A sensor for each labelled channel; the whole input comes first where there is such a channel. Channel 7 is a sum of shunt
    /// voltages, `NC` is not connected.
    private static func ina3221(_ files: SensorFiles, _ place: String, _ device: String) -> [any PowerSensor] {
        let sensors = (1...3).compactMap { channel -> HwmonSensor? in
            let label = files.text("\(place)/in\(channel)_label") ?? "channel \(channel)"
            guard label != "NC", files.text("\(place)/curr\(channel)_input") != nil else { return nil }
            let isWhole = ["VDD_IN", "POM_5V_IN"].contains(label)
            return HwmonSensor(
                name: "ina3221 \(label) (\(device))", measuredAt: isWhole ? .input : .rail, files: files, power: nil,
                channels: [("\(place)/in\(channel)_input", "\(place)/curr\(channel)_input")])
        }
        return sensors.filter { $0.measuredAt == .input } + sensors.filter { $0.measuredAt != .input }
    }

    package func watts() throws(SensorProblem) -> Double {
        if let power { return try files.number(power) * 1e-6 }
        var sum = 0.0
        for channel in channels { sum += try files.number(channel.volts) * files.number(channel.amperes) * 1e-6 }
        return sum
    }
}

/// Jetson's monitor under JetPack 4, which shows it as an iio device: milliwatts of three rails (Nano: the whole 5 V input, GPU,
/// CPU).
package struct JetsonRailSensor: PowerSensor {
    package let name: String
    package let measuredAt: SourcedValue.MeasuringPoint
    private let files: SensorFiles
    private let path: String

    static let folder = "sys/bus/i2c/drivers/ina3221x"

    package static func find(_ files: SensorFiles = SensorFiles()) -> SensorSearch {
        var sensors: [JetsonRailSensor] = []
        for device in files.names(in: folder) {
            for part in files.names(in: "\(folder)/\(device)") where part.hasPrefix("iio:device") || part == "iio_device" {
                for rail in 0..<3 {
                    let place = "\(folder)/\(device)/\(part)"
                    guard let label = files.text("\(place)/rail_name_\(rail)"), files.text("\(place)/in_power\(rail)_input") != nil else {
                        continue
                    }
                    sensors.append(
                        JetsonRailSensor(
                            name: "jetson \(label)", measuredAt: label.hasSuffix("_IN") ? .input : .rail, files: files,
                            path: "\(place)/in_power\(rail)_input"))
                }
            }
        }
        if sensors.isEmpty {
            return .notAvailable(SensorProblem("no Jetson power monitor of JetPack 4 in /\(folder) (the Nano of 2 GB has none)"))
        }
        return .found(sensors.filter { $0.measuredAt == .input } + sensors.filter { $0.measuredAt != .input })
    }

    package func watts() throws(SensorProblem) -> Double { try files.number(path) / 1000 }
}
