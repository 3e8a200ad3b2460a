#!/usr/bin/env bash
# Kills a search on three fidelities with SIGKILL at 20 random moments, resuming after each: once the driver alone, once the
# whole process tree. The database must end as that of an uninterrupted run with 1 worker (trials, promotions, accuracies, front,
# what was trained anew), and no worker may outlive its driver by 2 s. Takes some minutes.
# usage: Tests/kill-search.sh [KILLS] [SEED] [TRIALS]
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
kills=${1:-20}
RANDOM=${2:-1}
trials=${3:-30}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$root/nas" --version >/dev/null
nas=$root/.build/release/nas
export NAS_HOME=$root
cd "$folder"

# Long enough for every kill to find the search at work.
settings=(--trials "$trials" --steps 54000 --rungs 3 --seed 5)
cp "$root/Tests/tiny-space.yaml" tiny.yaml

# Columns that two runs of one search share, picked by their names.
facts() {
    # shellcheck disable=SC2086
    "$nas" $1 "$2" --format csv | awk -F, '
        NR == 1 { for (i = 1; i <= NF; i++) if ($i != "seconds" && $i != "weights") keep[++n] = i }
        { line = ""; for (i = 1; i <= n; i++) line = line "," $keep[i]; print line }'
}
children() { cat /proc/"$1"/task/*/children 2>/dev/null || true; }
alive() { [ -e "/proc/$1/stat" ] && [ "$(sed 's/.*) //; s/ .*//' "/proc/$1/stat" 2>/dev/null)" != Z ]; }

"$nas" search tiny.yaml "${settings[@]}" --workers 1 --db reference.db >reference.log
failures=0
for mode in driver tree; do
    db=$mode.db
    "$nas" search tiny.yaml "${settings[@]}" --workers 2 --db "$db" >"$mode.log" 2>&1 &
    driver=$!
    done_kills=0
    while [ "$done_kills" -lt "$kills" ]; do
        sleep "$((RANDOM % 2)).$((RANDOM % 9 + 1))$((RANDOM % 10))"
        if ! kill -0 "$driver" 2>/dev/null; then break; fi
        workers=$(children "$driver")
        kill -KILL "$driver"
        if [ "$mode" = tree ]; then for worker in $workers; do kill -KILL "$worker" 2>/dev/null || true; done; fi
        wait "$driver" 2>/dev/null || true
        done_kills=$((done_kills + 1))
        sleep 2
        for worker in $workers; do
            if alive "$worker"; then
                echo "FAILED: worker $worker outlived its driver by 2 s"
                failures=$((failures + 1))
            fi
        done
        if [ -e "$db" ]; then
            "$nas" resume "$db" --workers 2 >>"$mode.log" 2>&1 &
        else
            "$nas" search tiny.yaml "${settings[@]}" --workers 2 --db "$db" >>"$mode.log" 2>&1 &
        fi
        driver=$!
    done
    if ! wait "$driver"; then
        echo "FAILED: the last resume ended badly"
        tail -n 5 "$mode.log"
        failures=$((failures + 1))
    fi
    echo "$mode: $done_kills kills, $(facts trials "$db" | tail -n +2 | wc -l) trials"
    for listing in trials pareto "pareto --retrained"; do
        if cmp -s <(facts "$listing" reference.db) <(facts "$listing" "$db"); then
            echo "$mode: $listing identical"
        else
            echo "FAILED: $mode: $listing differ"
            diff <(facts "$listing" reference.db) <(facts "$listing" "$db") | head -n 6
            failures=$((failures + 1))
        fi
    done
done
[ "$failures" -eq 0 ]
