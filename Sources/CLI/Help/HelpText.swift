import Support

/// The topics of `nas help`, each a screenful of 80 columns.
enum HelpText {
    static let spaces = """
        A search space is a YAML file: a network in which some values are left open.

          space: small
          language: 1
          input: {from: data}
          choices:
            width: {choice: [8, 16, 32]}        # made once, used as $width
          network:
            - conv: {out: $width, kernel: {choice: [3, 5]}, norm: batch, activation: relu}
            - repeat: {times: {range: [1, 3]}, layers: [{conv: {out: in, kernel: 3}}]}
            - global_pool: average
            - dense: {out: classes}
          train: {learning_rate: {log_range: [0.01, 0.3], steps: 4}, batch: 64}

        choice, range and log_range leave a value open; layers can be chosen too, be
        optional, or be blocks that are defined once. Every network is proven valid
        before anything is trained, or the place is shown where one is not.

        Check a file:           \(Program.name) space small.yaml
        Look at some networks:  \(Program.name) space small.yaml --sample 5
        Spaces to begin with:   quickstart, mobile, images, series, tabular
        All of the language:    docs/search-spaces.md
        """

    static let budgets = """
        A budget limits what one inference may cost on the board. No network over it is
        trained.

          \(Program.name) search mobile --board raspberry-pi-4 \\
              --budget energy=5mJ,latency=20ms

        energy (above idle), latency, memory and storage have units (5mJ, 20ms, 2MB);
        macs and parameters are numbers (10M, 500k). A battery is a budget as well:
        \(Program.name) help missions

        What share of a space fits, the cheapest network, and the limit that binds:
          \(Program.name) space mobile --budget latency=20ms

        Estimates have errors. --confidence 0.9 compares limits with the upper end of
        each interval instead of with its value. A calibration of your board narrows
        them: \(Program.name) calibrate run --help

        A tighter budget later, without training again what was trained:
          \(Program.name) fork runs/mobile-1.db --budget latency=10ms
        """

    static let missions = """
        A mission says how long a battery has to last; what an inference may then take
        follows from it.

          \(Program.name) search mobile --board raspberry-pi-zero-w \\
              --battery 4000mAh@5V --hours 26 --rate 1/s --efficiency 0.85

        --battery     capacity and voltage (4000mAh@5V, 2Ah@3.7V), or energy (18.5Wh)
        --efficiency  of the converter; --ageing: what capacity is left, such as 80%
        --hours       how long it has to last; --rate: inferences, 1/s or 6/min
        --load        what else it feeds: camera=1.1W, radio=0.8W@10% of the time
        --idle        a state of the board with less on, such as HDMI off
        --awake 30s --every 600s   awake in turns; --asleep 0.05W: the power between,
                      --wake 40J: what waking up takes. --rate counts while awake

        battery energy = capacity x voltage x efficiency x ageing
        what is left of it after idling and loads, divided by the number of inferences,
        is the limit. Where idling takes nearly all, the network hardly matters: sleep
        more, switch more off, or take another board.

        Hours by rate and by the network's energy: \(Program.name) mission --help
        """

    static let strategies = """
        A strategy proposes networks; --strategy chooses it, --set changes its settings.

        auto       the default: predictor, with a few of evolution between
        predictor  learns accuracies, proposes what should improve the front most
        evolution  changes the best of the last networks a little
        nsga2      the same for several objectives (NSGA-II)
        local      tries the neighbours of the best
        random     samples

          \(Program.name) search cnn --data mnist --trials 60
          \(Program.name) search cnn --strategy nsga2 --set population=20
          \(Program.name) search cnn --rungs 3 --objectives accuracy,latency

        --objectives is what the front is of (accuracy,energy by default). --rungs 3
        trains all networks briefly and the best of them longer: more are seen in the
        same time. The same --seed gives the same run, with any number of workers.

        Which suits a published table:  \(Program.name) simulate --help
        One of your own:                docs/search-strategies.md
        """

    static let meters = """
        Energy is counted at the board's 5 V input. A search needs no meter; with one,
        estimates become those of your board.

        Sensors of this machine:  \(Program.name) power

        A USB meter or a power analyser that writes a CSV file (time and power, or time,
        voltage and current, with their units in the heading): leave the board at rest
        for a minute, run inferences back to back for two, then

          \(Program.name) power --log meter.csv --idle 5..65 --run 70..190 --inferences 4000

        --idle and --run are seconds of the log. The same of tegrastats on a Jetson.
        A meter without a log, read before and after:

          \(Program.name) power --mwh 4120,4681 --minutes 10 --idle-watts 1.9 --inferences 52000

        Into a board's profile, which then replaces the board file's power:
          \(Program.name) power --log ... --into runs/pi4/profile.json
        Latency is measured by the program itself: \(Program.name) calibrate run --help
        More: docs/energy.md
        """

    static let data = """
        --data is a name, a folder or a file. Without it a search takes the digits that
        are part of the program.

          \(Program.name) data                sets that are known, and whether they are here
          \(Program.name) data show ../photos what is in a folder of your own
          \(Program.name) init ../photos      a search space for it

        What a folder or file of your own holds; `\(Program.name) data` lists it by name:

          pictures  PNG and JPEG, a folder for each class; or train/, val/ and test/ above
          NumPy     x_train, y_train, x_test, y_test in an .npz, or as .npy files
          CSV       train.csv, test.csv: a row an image, its label, then its pixels
          tables    a row an example, the label in a column
          series    .ts files of the UCR/UEA archive; or a CSV, a row a moment, which
                    --data-options window=2.56s,hop=1.28s cuts into examples
          text      text<TAB>label, a CSV, a .txt a class; no space takes texts yet
          sound     WAV files, a folder for each class; classes=yes:no:unknown:silence
          IDX       as MNIST has them; CIFAR: its binary files

        Names of pictures and sounds may say the class: pattern={label}_{person}_{index};
        resize=48x32 brings pictures of any form to 48 rows of 32 pixels. Named sets are
        looked for in data/ here and in $NAS_DATA. All forms and options: docs/data.md

        A part of the training data is kept apart for validation, which the search sees;
        test data are used for the front alone, once: \(Program.name) pareto DB --test
        """
}
