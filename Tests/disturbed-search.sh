# Sourced by kill-search.sh, signal-search.sh and move-database.sh: a search that is disturbed, and what it must come to. And by
# compare-builds.sh: the same search by another program.
# Expects `root`, and `trials`; goes to a folder of its own, which is gone at the end.
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
if [ -z "${NAS_PROGRAM:-}" ]; then
    "$root/nas" --version >/dev/null
    NAS_PROGRAM=$root/.build/release/nas
fi
nas=$NAS_PROGRAM
export NAS_HOME=$root
cd "$folder"
cp "$root/Tests/tiny-space.yaml" tiny.yaml

# Three fidelities and training anew; long enough for every disturbance to find the search at work.
settings=(--trials "$trials" --steps "${steps:-54000}" --rungs 3 --seed 5)
failures=0
fail() {
    echo "FAILED: $*"
    failures=$((failures + 1))
}

# Columns that two runs of one search share, picked by their names.
facts() {
    # shellcheck disable=SC2086
    "$nas" $1 "$2" --format csv | awk -F, '
        NR == 1 { for (i = 1; i <= NF; i++) if ($i != "seconds" && $i != "weights") keep[++n] = i }
        { line = ""; for (i = 1; i <= n; i++) line = line "," $keep[i]; print line }'
}
children() { cat /proc/"$1"/task/*/children 2>/dev/null || true; }
alive() { [ -e "/proc/$1/stat" ] && [ "$(sed 's/.*) //; s/ .*//' "/proc/$1/stat" 2>/dev/null)" != Z ]; }

# The undisturbed search that the others are compared with.
make_reference() { "$nas" search tiny.yaml "${settings[@]}" --workers 1 --db reference.db >reference.log; }

# as_reference NAME DB: trials, promotions, accuracies, front and what was trained anew, but for times and the weights' names.
as_reference() {
    local listing
    for listing in trials pareto "pareto --retrained"; do
        if cmp -s <(facts "$listing" reference.db) <(facts "$listing" "$2"); then
            echo "$1: $listing identical"
        else
            fail "$1: $listing differ"
            diff <(facts "$listing" reference.db) <(facts "$listing" "$2") | head -n 6
        fi
    done
}

# gone NAME PROCESS ...: none of them is alive 2 s from now.
gone() {
    local name=$1 waited=0 process
    shift
    for process in "$@"; do
        while alive "$process"; do
            if [ "$waited" -ge 40 ]; then
                fail "$name: worker $process outlived its driver by 2 s"
                return
            fi
            sleep 0.05
            waited=$((waited + 1))
        done
    done
}

# A moment in which a search is under way.
some_time() { sleep "$((RANDOM % 2)).$((RANDOM % 9 + 1))$((RANDOM % 10))"; }
