#!/usr/bin/env bash
# Compares two builds of nas: what users see and what is stored must be the same. Estimates of networks of every shipped space, on boards
# from their datasheets and from profiles; three seeded searches (with rungs, for several boards, with inherited weights); and a search
# that the old build begins and each of them ends. Takes some minutes.
# usage: Tests/compare-builds.sh OLD NEW [NETWORKS]        two programs `nas`, and how many networks of each space are estimated
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
old=$(readlink -f "$1") new=$(readlink -f "$2") networks=${3:-125}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export NAS_HOME=$root
cd "$folder"
cp "$root/Tests/tiny-space.yaml" tiny.yaml
failures=0
compared=0

# shared FILE OLD: what a build has listed, with the columns that the old build has: a new one may have more.
shared() {
    python3 - "$1" "$2" <<'END'
import csv, json, sys
def listing(path):
    text = open(path).read()
    try:
        rows = json.loads(text)
        return "json", rows if isinstance(rows, list) else [rows]
    except ValueError:
        return "csv", list(csv.DictReader(text.splitlines()))
kind, rows = listing(sys.argv[1])
known = set().union(*(row.keys() for row in listing(sys.argv[2])[1]))
print(kind)
for row in rows: print(json.dumps({name: value for name, value in row.items() if name in known}))
END
}

# same NAME COMMAND ...: both builds answer a command alike, exit code and messages included.
same() {
    local name=$1 build code
    shift
    for build in old new; do
        code=0
        "${!build}" "$@" >"$build.out" 2>"$build.err" || code=$?
        echo "exit code $code" >>"$build.err"
    done
    for build in old new; do shared "$build.out" old.out >"$build.rows"; done
    mv old.rows old.out
    mv new.rows new.out
    compared=$((compared + 1))
    if cmp -s old.out new.out && cmp -s old.err new.err; then return; fi
    echo "FAILED: $name: nas $*"
    diff old.out new.out | head -n 4 || true
    diff old.err new.err | head -n 4 || true
    failures=$((failures + 1))
}

for space in "$root"/searchspaces/*.yaml; do
    name=$(basename "$space" .yaml)
    same "$name" space "$space" --format json
    for target in "raspberry-pi-zero-w tflite" "raspberry-pi-4 c" "raspberry-pi-4 onnxruntime" "jetson-nano ncnn"; do
        read -r board runtime <<<"$target"
        same "$name on $target" cost "$space" --sample "$networks" --board "$board" --runtime "$runtime" --format csv
    done
    for profile in "$root"/boards/profiles/*.json; do
        IFS=- read -r -a words <<<"$(basename "$profile" .json)"
        case $profile in *-energy.json) continue ;; esac
        threads=${words[-1]} runtime=${words[-2]}
        board=$(IFS=-; echo "${words[*]:0:${#words[@]}-2}")
        same "$name by $(basename "$profile")" cost "$space" --sample "$((networks / 5))" --board "$board" --runtime "$runtime" \
            --threads "$threads" --profile "$profile" --format csv
    done
    architecture=$("$old" space "$space" --sample 1 --format csv 2>/dev/null | tail -n 1 | cut -d, -f1)
    same "$name by operation" cost "$space" --arch "$architecture" --board raspberry-pi-4 --format json
done
same boards boards --format json
same data data --format json

# Columns that two runs of one search share, picked by their names.
facts() {
    # shellcheck disable=SC2086
    "$old" $2 "$4" --format csv >facts.old 2>facts.err || true
    # shellcheck disable=SC2086
    "$1" $2 "$3" --format csv >facts.csv 2>facts.err || true
    python3 - <<'END'
import csv
known = set(next(csv.reader(open("facts.old")), [])) - {"seconds", "weights"}
for row in csv.DictReader(open("facts.csv")): print({name: value for name, value in row.items() if name in known})
END
}
alike() {
    local listing
    for listing in trials pareto "pareto --retrained" "pareto --over-budget"; do
        compared=$((compared + 1))
        facts "$old" "$listing" "$2" "$2" >old.facts
        facts "$new" "$listing" "$3" "$2" >new.facts
        if ! cmp -s old.facts new.facts; then
            echo "FAILED: $1: $listing"
            diff old.facts new.facts | head -n 4 || true
            failures=$((failures + 1))
        fi
    done
}
search() {
    local name=$1 build
    shift
    for build in old new; do "${!build}" search tiny.yaml "$@" --workers 2 --db "$name-$build.db" >"$name-$build.log" 2>&1; done
    alike "$name" "$name-old.db" "$name-new.db"
}
search rungs --trials 20 --steps 4000 --rungs 3 --seed 5
search boards --trials 12 --steps 400 --seed 6 --board raspberry-pi-zero-w,raspberry-pi-4,jetson-nano --objectives accuracy,energy
search inherited --trials 16 --steps 400 --seed 7 --inherit --strategy evolution --budget latency=1ms

"$old" search tiny.yaml --trials 8 --steps 400 --seed 8 --workers 2 --retrain none --db begun-old.db >begun.log 2>&1
"$old" copy begun-old.db begun-new.db >>begun.log 2>&1 || { cp begun-old.db begun-new.db && cp -r begun-old.weights begun-new.weights; }
for build in old new; do "${!build}" resume "begun-$build.db" --trials 16 --workers 2 >>begun.log 2>&1; done
alike "begun by the old build" begun-old.db begun-new.db

echo "$compared comparisons, $failures failed"
[ "$failures" -eq 0 ]
