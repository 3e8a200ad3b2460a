#!/usr/bin/env bash
# Sends SIGTERM, SIGHUP, SIGINT and SIGQUIT to a search on three fidelities at 50 random moments: to the driver, to a worker, or to all
# of them in a random order. A driver that a signal reached must end with 130 (and is resumed), one whose worker alone it reached must go
# on. The database must end as that of an undisturbed run with 1 worker, no trial failed. Takes some minutes.
# usage: Tests/signal-search.sh [ROUNDS] [SEED] [TRIALS]
set -euo pipefail
# Under nohup a search ignores SIGHUP too, as it should.
if awk '/^SigIgn:/ { exit $2 !~ /[13579bdf]$/ }' "/proc/$$/status"; then exec env --default-signal=HUP "${BASH_SOURCE[0]}" "$@"; fi
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
rounds=${1:-50}
RANDOM=${2:-1}
trials=${3:-30}
source "$root/Tests/disturbed-search.sh"

db=disturbed.db
start() {
    if [ -e "$db" ]; then
        "$nas" resume "$db" --workers 2 >>disturbed.log 2>&1 &
    else
        "$nas" search tiny.yaml "${settings[@]}" --workers 2 --db "$db" >>disturbed.log 2>&1 &
    fi
    driver=$!
    # Before its first statement a program is not itself: SIGTERM (bit 14) is caught from there on.
    until listens || ! alive "$driver"; do sleep 0.005; done
}
listens() { [ "$(cat "/proc/$driver/comm" 2>/dev/null)" = nas ] && grep -q '^SigCgt:.*[4-7c-f]...$' "/proc/$driver/status"; }

make_reference
start
signals=(TERM HUP INT QUIT)
count=0
ended=0
declare -A tally
while [ "$count" -lt "$rounds" ]; do
    some_time
    if ! kill -0 "$driver" 2>/dev/null; then break; fi
    signal=${signals[RANDOM % 4]}
    read -r -a workers <<<"$(children "$driver" | tr '\n' ' ')"
    case $((RANDOM % 3)) in
    0) targets=("$driver") && kind=driver ;;
    1) targets=("${workers[@]:0:1}") && kind=worker ;;
    2)
        kind=group
        mapfile -t targets < <(printf '%s\n' "$driver" "${workers[@]}" | shuf --random-source=<(yes "$RANDOM"))
        ;;
    esac
    if [ "${#targets[@]}" -eq 0 ]; then continue; fi
    kill -"$signal" "${targets[@]}" 2>/dev/null || true
    count=$((count + 1))
    tally[$signal-$kind]=$((${tally[$signal-$kind]:-0} + 1))
    if [ "$kind" = worker ]; then continue; fi
    code=0
    wait "$driver" || code=$?
    # One that was at its last statement when the signal came has ended well.
    if [ "$code" -eq 0 ]; then ended=1 && break; fi
    [ "$code" -eq 130 ] || fail "SIG$signal to the $kind: exit code $code"
    gone "$signal-$kind" "${workers[@]}"
    start
done
if [ "$ended" -eq 0 ] && ! wait "$driver"; then
    fail "the last resume ended badly"
    tail -n 5 disturbed.log
fi
echo "$count rounds: $(for name in "${!tally[@]}"; do echo "$name ${tally[$name]}"; done | sort | tr '\n' ' ')"
as_reference disturbed "$db"
failed=$("$nas" trials "$db" --format csv | grep -c ',failed,' || true)
[ "$failed" -eq 0 ] || fail "$failed trials failed"
[ "$failures" -eq 0 ]
