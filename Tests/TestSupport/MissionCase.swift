/// Missions with their arithmetic done by hand, for the cost model and for the command.
package struct MissionCase: Sendable, CustomStringConvertible {
    package let name: String
    package let board: String
    /// Options of the command line, without their dashes: `battery`, `load` and so on.
    package let options: [String: String]
    /// Inferences a second while the board is awake.
    package let rate: Double
    /// The marginal energy of an inference, in millijoules.
    package let millijoules: Double
    /// Hours until the battery is empty.
    package let hours: Double
    /// Inferences until then.
    package let inferences: Double
    /// The shares that idle, other loads, sleep with waking, and inferences take.
    package let shares: [Double]
    /// The rates at which inferences take 10 % and 50 %; nil where there are none.
    package let thresholds: [Double]?

    package var description: String { name }

    package static let all = [
        // 4 Ah x 5 V = 20 Wh; 20 Wh / 1.39 W
        MissionCase(
            name: "Jetson Nano, no inference", board: "jetson-nano", options: ["battery": "4000mAh@5V"], rate: 0, millijoules: 1,
            hours: 14.388489208633093525, inferences: 0, shares: [1, 0, 0, 0], thresholds: nil),
        // 20 Wh / 2.65 W
        MissionCase(
            name: "Raspberry Pi 4, no inference", board: "raspberry-pi-4", options: ["battery": "4Ah@5V"], rate: 0, millijoules: 1,
            hours: 7.5471698113207547170, inferences: 0, shares: [1, 0, 0, 0], thresholds: nil),
        // 20 Wh / 0.6 W
        MissionCase(
            name: "Raspberry Pi Zero W, no inference", board: "raspberry-pi-zero-w", options: ["battery": "20Wh"], rate: 0, millijoules: 1,
            hours: 33.333333333333333333, inferences: 0, shares: [1, 0, 0, 0], thresholds: nil),
        // 20 Wh / (0.6 W + 1/s x 0.002 J); 72,000 J / 0.602 J; 0.002 / 0.602; a tenth: r x 0.002 = 0.6 / 9
        MissionCase(
            name: "Zero W at 1/s of 2 mJ", board: "raspberry-pi-zero-w", options: ["battery": "4000mAh@5V"], rate: 1, millijoules: 2,
            hours: 33.222591362126245847, inferences: 119_601.32890365448505,
            shares: [0.99667774086378737542, 0, 0, 0.0033222591362126245847], thresholds: [33.333333333333333333, 300]),
        // 20 Wh x 0.85 / (2.65 W + 1.1 W + 10/s x 0.02 J) = 17 / 3.95; 61,200 J / 3.95 W x 10/s; a tenth: r x 0.02 = 3.75 / 9
        MissionCase(
            name: "Pi 4 with a camera at 10/s of 20 mJ", board: "raspberry-pi-4",
            options: ["battery": "4000mAh@5V", "load": "camera=1.1W", "efficiency": "85%"], rate: 10, millijoules: 20,
            hours: 4.3037974683544303797, inferences: 154_936.70886075949367,
            shares: [0.67088607594936708861, 0.27848101265822784810, 0, 0.050632911392405063291],
            thresholds: [20.833333333333333333, 187.5]),
        // In 600 s: 30 x 2.36 + 570 x 0.05 + 40 = 70.8 + 28.5 + 40 = 139.3 J; 72,000 / 139.3 x 600 s; sleep and waking 68.5 / 139.3
        MissionCase(
            name: "Pi 5 awake 30 s in every 600", board: "raspberry-pi-5",
            options: ["battery": "4000mAh@5V", "awake": "30s", "every": "600s", "asleep": "0.05W", "wake": "40J"], rate: 0, millijoules: 1,
            hours: 86.145010768126346016, inferences: 0, shares: [0.50825556353194544149, 0, 0.49174443646805455851, 0], thresholds: nil),
        // Booting takes 15 of the 30 s: 15 s x 10/s x 0.005 J = 0.75 J more, 140.05 J; 150 inferences in 140.05 J;
        // a tenth: 15 r x 0.005 = 139.3 / 9
        MissionCase(
            name: "Pi 5 with the time of booting, at 10/s of 5 mJ", board: "raspberry-pi-5",
            options: ["battery": "4000mAh@5V", "awake": "30s", "every": "10min", "asleep": "50mW", "wake": "40J@15s"], rate: 10,
            millijoules: 5, hours: 85.683684398429132452, inferences: 77_115.315958586219207,
            shares: [0.50553373795073188147, 0, 0.48911103177436629775, 0.0053552302749018207783],
            thresholds: [206.37037037037037037, 1857.3333333333333333]),
        // 20 Wh / (1.39 W + 0.8 W x 0.1)
        MissionCase(
            name: "Jetson Nano with a radio a tenth of the time", board: "jetson-nano",
            options: ["battery": "4000mAh@5V", "load": "radio=0.8W@10%"], rate: 0, millijoules: 1, hours: 13.605442176870748299,
            inferences: 0, shares: [0.94557823129251700680, 0.054421768707482993197, 0, 0], thresholds: nil),
        // 18.5 Wh / 2.65 W
        MissionCase(
            name: "18.5 Wh", board: "raspberry-pi-4", options: ["battery": "18.5Wh"], rate: 0, millijoules: 1,
            hours: 6.9811320754716981132, inferences: 0, shares: [1, 0, 0, 0], thresholds: nil),
        // 18.5 Wh x 0.85 x 0.8 / 2.1 W = 12.58 / 2.1
        MissionCase(
            name: "18.5 Wh, aged, network off", board: "raspberry-pi-4",
            options: ["battery": "18.5Wh", "efficiency": "0.85", "ageing": "80%", "idle": "network-off"], rate: 0, millijoules: 1,
            hours: 5.9904761904761904762, inferences: 0, shares: [1, 0, 0, 0], thresholds: nil),
    ]
}

package func isNear(_ value: Double, _ expected: Double, relative: Double = 1e-9) -> Bool {
    abs(value - expected) <= relative * abs(expected) + (expected == 0 ? 1e-12 : 0)
}
