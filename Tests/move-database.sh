#!/usr/bin/env bash
# Moves, links, replaces and removes the database of a running search at 20 random moments. A search whose database is not where it was
# must end with 1 within some seconds, say so, and leave no worker; what it says must be true, and the run must go on from there to what
# an undisturbed run with 1 worker comes to. A link must let nobody write beside it. Takes some minutes.
# usage: Tests/move-database.sh [ROUNDS] [SEED] [TRIALS]
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
rounds=${1:-20}
RANDOM=${2:-1}
trials=${3:-20}
steps=${steps:-18000}
source "$root/Tests/disturbed-search.sh"

count_finished() { "$nas" trials "$1" --format csv | grep -c ',finished,' || true; }

# stopped NAME PATTERN: the search has ended as it should, and its words have the pattern.
stopped() {
    local code=0
    wait "$driver" || code=$?
    [ "$code" -eq 1 ] || fail "$1: exit code $code"
    grep -q "$2" run.log || fail "$1: '$2' was not said: $(tail -n 3 run.log)"
    if grep -q 'everything finished is kept\. ' run.log; then fail "$1: that everything is kept was said"; fi
    gone "$1" "${workers[@]}"
}

# finish NAME DB SAID: the database has all that was said to be finished, and comes to what it should.
finish() {
    local kept
    kept=$(count_finished "$2")
    [ "$kept" -ge "$3" ] || fail "$1: $kept trials are kept of $3 that were said to be finished"
    "$nas" resume "$2" --workers 2 >resume.log 2>&1 || fail "$1: cannot be resumed: $(tail -n 2 resume.log)"
    as_reference "$1" "$2"
}

make_reference
kinds=(move-file move-folder move-to-disk remove replace symlink hard-link)
for ((round = 0; round < rounds; round++)); do
    kind=${kinds[round % ${#kinds[@]}]}
    rm -rf run other run.log && mkdir run other
    db=run/a.db
    "$nas" search tiny.yaml "${settings[@]}" --workers 2 --db "$db" >run.log 2>&1 &
    driver=$!
    # At work, for some time.
    until grep -qs ': accuracy' run.log || ! kill -0 "$driver" 2>/dev/null; do sleep 0.02; done
    some_time
    if ! kill -0 "$driver" 2>/dev/null; then
        echo "$round $kind: the search was done before"
        wait "$driver" || fail "$kind: ended badly"
        continue
    fi
    read -r -a workers <<<"$(children "$driver" | tr '\n' ' ')"
    case $kind in
    move-file)
        mv "$db" other/b.db
        stopped "$round $kind" "moved while it was written; it is now $folder/other/b.db"
        said=$(grep -c 'trial [0-9]*: accuracy' run.log)
        mv run/a.weights other/b.weights
        finish "$round $kind" other/b.db "$said"
        ;;
    move-folder)
        mv run elsewhere
        stopped "$round $kind" "it is now $folder/elsewhere/a.db"
        said=$(grep -c 'trial [0-9]*: accuracy' run.log)
        finish "$round $kind" elsewhere/a.db "$said"
        rm -rf elsewhere
        ;;
    move-to-disk | remove)
        if [ "$kind" = remove ]; then rm "$db"; else
            away=$(mktemp -d -p /dev/shm)
            mv "$db" "$away/a.db"
            rm -rf "$away"
        fi
        stopped "$round $kind" "removed while it was written: nothing is kept under its name"
        said=$(grep -c 'trial [0-9]*: accuracy' run.log)
        grep -q "mv $folder/run/a.db-removed $folder/$db" run.log || fail "$round $kind: the copy was not named"
        mv run/a.db-removed "$db"
        finish "$round $kind" "$db" "$said"
        ;;
    replace)
        cp tiny.yaml other/x
        mv other/x "$db"
        stopped "$round $kind" "removed while it was written, and another file has its name"
        said=$(grep -c 'trial [0-9]*: accuracy' run.log)
        cmp -s tiny.yaml "$db" || fail "$round $kind: the other file was written on"
        mv run/a.db-removed "$db"
        finish "$round $kind" "$db" "$said"
        ;;
    symlink | hard-link)
        if [ "$kind" = symlink ]; then ln -s ../run/a.db other/b.db; else ln "$db" other/b.db; fi
        code=0
        "$nas" resume other/b.db --workers 1 >second.log 2>&1 || code=$?
        [ "$code" -eq 1 ] || fail "$round $kind: a second writer ended with $code"
        grep -q 'another search is writing this database' second.log || fail "$round $kind: $(tail -n 2 second.log)"
        wait "$driver" || fail "$round $kind: the search ended badly"
        [ ! -e other/b.weights ] || fail "$round $kind: there are weights beside the link"
        as_reference "$round $kind" "$db"
        ;;
    esac
done
[ "$failures" -eq 0 ]
