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
source "$root/Tests/disturbed-search.sh"

make_reference
for mode in driver tree; do
    db=$mode.db
    "$nas" search tiny.yaml "${settings[@]}" --workers 2 --db "$db" >"$mode.log" 2>&1 &
    driver=$!
    done_kills=0
    while [ "$done_kills" -lt "$kills" ]; do
        some_time
        if ! kill -0 "$driver" 2>/dev/null; then break; fi
        workers=$(children "$driver")
        kill -KILL "$driver"
        if [ "$mode" = tree ]; then for worker in $workers; do kill -KILL "$worker" 2>/dev/null || true; done; fi
        wait "$driver" 2>/dev/null || true
        done_kills=$((done_kills + 1))
        # shellcheck disable=SC2086
        gone "$mode" $workers
        if [ -e "$db" ]; then
            "$nas" resume "$db" --workers 2 >>"$mode.log" 2>&1 &
        else
            "$nas" search tiny.yaml "${settings[@]}" --workers 2 --db "$db" >>"$mode.log" 2>&1 &
        fi
        driver=$!
    done
    if ! wait "$driver"; then
        fail "the last resume ended badly"
        tail -n 5 "$mode.log"
    fi
    echo "$mode: $done_kills kills, $(facts trials "$db" | tail -n +2 | wc -l) trials"
    as_reference "$mode" "$db"
done
[ "$failures" -eq 0 ]
