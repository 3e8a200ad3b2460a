import ArgumentParser
import Support

/// What a battery has to carry. A space file's `defaults:` can give these too.
struct MissionOptions: SettingOptions {
    @Option(
        help: ArgumentHelp(
            "Battery of the mission: charge and voltage (4000mAh@5V), energy (20Wh), or none.", valueName: "capacity"))
    var battery: String?

    @Option(help: ArgumentHelp("How long the battery must last.", valueName: "hours"))
    var hours: String?

    @Option(help: ArgumentHelp("Inference rate while the board is awake: 1/s, 6/min.", valueName: "rate"))
    var rate: String?

    @Option(
        help: ArgumentHelp(
            "Share of the battery's energy that reaches the board (converter losses, usable capacity), 0 to 1.", valueName: "share"))
    var efficiency: String?

    @Option(help: ArgumentHelp("Share of its capacity that an aged battery still has: 80%.", valueName: "share"))
    var ageing: String?

    @Option(
        help: ArgumentHelp(
            "Idle state of the board, such as network-off; `\(Program.name) boards NAME` lists those it has.", valueName: "state"))
    var idle: String?

    @Option(
        help: ArgumentHelp(
            "What else draws power while the board is awake, with its share of that time: camera=1.1W, radio=0.8W@10%. May be repeated.",
            valueName: "name=power"))
    var load: [SettingPart] = []

    @Option(help: ArgumentHelp("How long the board is awake each time, booting included: 30s.", valueName: "time"))
    var awake: String?

    @Option(help: ArgumentHelp("Time from one waking to the next: 10min.", valueName: "time"))
    var every: String?

    @Option(
        help: ArgumentHelp(
            "What waking or booting takes above idle, and of the time awake: 40J, 40J@15s (default: nothing).", valueName: "energy"))
    var wake: String?

    @Option(help: ArgumentHelp("Power while the board sleeps or is off, of all that hangs on the battery: 0.05W.", valueName: "power"))
    var asleep: String?
}
