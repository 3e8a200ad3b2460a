#!/usr/bin/env bash
# Trains the best three networks of a front, each killed with SIGKILL at random moments (20 in all) with its workers, and resumed. The
# model folders must hold the bits of trainings that nobody disturbed. Takes some minutes.
# usage: Tests/kill-training.sh [KILLS] [SEED] [EPOCHS]
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
kills=${1:-20}
RANDOM=${2:-1}
epochs=${3:-5000}
export NAS_HOME=$root
nas=$root/.build/release/nas
[ -x "$nas" ] || { echo "build first: $root/nas --version" >&2; exit 1; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cp "$root/Tests/tiny-space.yaml" tiny.yaml
"$nas" search tiny.yaml --db run.db --trials 12 --steps 300 --retrain none --workers 2 >search.log 2>&1
mapfile -t trials < <("$nas" pareto run.db --format csv | tail -n +2 | cut -d, -f1 | head -n 3)
done_kills=0
failures=0
for trial in "${trials[@]}"; do
    arguments=(train run.db "$trial" --epochs "$epochs" --seeds 2 --workers 2)
    [ "$trial" != "${trials[1]:-}" ] || arguments+=(--patience "$epochs")
    "$nas" "${arguments[@]}" --output "reference-$trial" >reference.log 2>&1
    "$nas" "${arguments[@]}" --output "killed-$trial" >killed.log 2>&1 &
    driver=$!
    for ((count = 0; count < (kills + 2) / 3; count++)); do
        sleep "$((RANDOM % 12)).$((RANDOM % 10))"
        kill -0 "$driver" 2>/dev/null || break
        workers=$(cat /proc/"$driver"/task/*/children 2>/dev/null || true)
        # shellcheck disable=SC2086
        kill -KILL "$driver" $workers 2>/dev/null || true
        wait "$driver" 2>/dev/null || true
        done_kills=$((done_kills + 1))
        if [ -e "killed-$trial/training.json" ]; then
            "$nas" resume "killed-$trial" --workers 2 >>killed.log 2>&1 &
        else
            "$nas" "${arguments[@]}" --output "killed-$trial" >>killed.log 2>&1 &
        fi
        driver=$!
    done
    wait "$driver" || { echo "trial $trial: the last resume ended badly"; tail -n 5 killed.log; failures=$((failures + 1)); }
    for name in model.json weights.safetensors seeds/seed-1.safetensors seeds/seed-2.safetensors; do
        cmp -s "reference-$trial/$name" "killed-$trial/$name" || { echo "trial $trial: $name differs"; failures=$((failures + 1)); }
    done
done
echo "${#trials[@]} networks, $done_kills kills, $failures failures"
[ "$failures" -eq 0 ]
