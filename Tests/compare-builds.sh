#!/usr/bin/env bash
# Compares two builds of nas: what users see and what is stored must be the same, but for what the new one adds. Estimates of networks of every shipped space, on boards
# from their datasheets and from a profile; three seeded searches (with rungs, for several boards, with inherited weights); and a search
# that the old build begins and each of them ends. Takes some minutes.
# usage: Tests/compare-builds.sh OLD NEW [NETWORKS]        two programs `nas`, and how many networks of each space are estimated
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
old=$(readlink -f "$1") new=$(readlink -f "$2") networks=${3:-125}
compared=0
trials=20 NAS_PROGRAM=$new
# shellcheck source=Tests/disturbed-search.sh
source "$root/Tests/disturbed-search.sh"

# A comma within quotes divides no columns.
plain() { sed -i -E 's/"([^",]*),([^"]*)"/"\1;\2"/g' old.out new.out; }

# shared FILE: a listing without what a new build may add: columns of CSV by name, and lines of JSON.
shared() {
    case $(head -c 1 "$1") in
    '[' | '{') sed 's/,$//' "$1" ;;
    *) awk -F, '
        FNR == 1 { file++; n = 0 }
        file == 1 && FNR == 1 { for (i = 1; i <= NF; i++) known[$i] = 1 }
        file == 2 && FNR == 1 { for (i = 1; i <= NF; i++) if ($i in known && $i != "seconds" && $i != "weights") keep[++n] = i; kept = n }
        file == 2 { line = ""; for (i = 1; i <= kept; i++) line = line "," $keep[i]; print line }' old.out "$1" ;;
    esac
}

# differ: what the old build listed (old.out) and the new one does not (new.out); empty where they agree.
differ() {
    if [ "$(head -c 1 old.out)" = '[' ] || [ "$(head -c 1 old.out)" = '{' ]; then
        diff <(shared old.out) <(shared new.out) | grep '^<' || true
    else
        diff <(shared old.out) <(shared new.out) || true
    fi
}

# same NAME COMMAND ...: both builds answer a command alike, exit code and messages included.
same() {
    local name=$1 build code found
    shift
    for build in old new; do
        code=0
        "${!build}" "$@" >"$build.out" 2>"$build.err" || code=$?
        echo "exit code $code" >>"$build.err"
        # What an estimate stands on a build may say better.
        sed -i '/^estimates stand on/d' "$build.err"
    done
    compared=$((compared + 1))
    case $* in *csv*) plain ;; esac
    found=$(differ; diff old.err new.err || true)
    [ -z "$found" ] || fail "$name: nas $*"$'\n'"$(head -n 4 <<<"$found")"
}

for space in "$root"/searchspaces/*.yaml; do
    name=$(basename "$space" .yaml)
    same "$name" space "$space" --format json
    for target in "raspberry-pi-zero-w tflite" "raspberry-pi-4 c" "raspberry-pi-4 onnxruntime" "jetson-nano ncnn-vulkan"; do
        read -r board runtime <<<"$target"
        same "$name on $target" cost "$space" --sample "$networks" --board "$board" --runtime "$runtime" --format csv
    done
    # Of version 1: what later builds make of others may change, and of those that ship.
    same "$name by a profile" cost "$space" --sample "$networks" --board raspberry-pi-4 --runtime ncnn --threads 1 \
        --profile "$root/Tests/CostModelTests/Profiles/version-1.json" --format csv
    architecture=$("$old" space "$space" --sample 1 --format csv 2>/dev/null | tail -n 1 | cut -d, -f1)
    same "$name by operation" cost "$space" --arch "$architecture" --board raspberry-pi-3b-plus --format json
done
same boards boards --format json
same data data --format json

# alike NAME OLD NEW: what each build lists of its own database.
alike() {
    local listing found
    for listing in trials pareto "pareto --retrained" "pareto --over-budget"; do
        compared=$((compared + 1))
        # shellcheck disable=SC2086
        "$old" $listing "$2" --format csv >old.out 2>/dev/null || true
        # shellcheck disable=SC2086
        "$new" $listing "$3" --format csv >new.out 2>/dev/null || true
        plain
        found=$(differ)
        [ -z "$found" ] || fail "$1: $listing"$'\n'"$(head -n 4 <<<"$found")"
    done
}
search() {
    local name=$1 build
    shift
    for build in old new; do "${!build}" search tiny.yaml "$@" --workers 2 --db "$name-$build.db" >"$name-$build.log" 2>&1; done
    alike "$name" "$name-old.db" "$name-new.db"
}
search rungs --trials 20 --steps 4000 --rungs 3 --seed 5
search boards --trials 12 --steps 400 --seed 6 --board raspberry-pi-zero-w,raspberry-pi-3b-plus,jetson-nano --objectives accuracy,energy
search inherited --trials 16 --steps 400 --seed 7 --inherit --strategy evolution --budget latency=1ms

"$old" search tiny.yaml --trials 8 --steps 400 --seed 8 --workers 2 --retrain none --db begun-old.db >begun.log 2>&1
"$old" copy begun-old.db begun-new.db >>begun.log 2>&1 || { cp begun-old.db begun-new.db && cp -r begun-old.weights begun-new.weights; }
for build in old new; do "${!build}" resume "begun-$build.db" --trials 16 --workers 2 >>begun.log 2>&1; done
alike "begun by the old build" begun-old.db begun-new.db

echo "$compared comparisons, $failures failed"
[ "$failures" -eq 0 ]
