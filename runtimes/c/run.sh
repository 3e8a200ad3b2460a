#!/bin/sh
# Builds the suite where it is, runs it, and leaves what was measured in results/. A second run goes on where the first stopped.
#
#   CC="gcc" CFLAGS="-O3 -mcpu=native" RUNNER="" ./run.sh [options of nas-suite] PLAN...
#
# Ends with 69 where there is no compiler, 70 where it does not build, else as nas-suite does.
set -u
cd "$(dirname "$0")" || exit 1
: "${CC:=cc}" "${CFLAGS:=-O3 -ffp-contract=off}" "${RUNNER:=}"
mkdir -p results || exit 74

fact() { printf '%s %s\n' "$1" "$2" >> results/surroundings.txt; }
first() { cat "$@" 2>/dev/null | head -n 1; }

surroundings() {
    fact "time_$1" "$(date -u +%Y-%m-%dT%H:%M:%SZ)"
    fact "frequency_khz_$1" "$(first /sys/devices/system/cpu/cpu0/cpufreq/scaling_cur_freq)"
    fact "temperature_millidegrees_$1" "$(first /sys/class/thermal/thermal_zone0/temp)"
    throttled=$(vcgencmd get_throttled 2>/dev/null || first /sys/devices/platform/soc/soc:firmware/get_throttled)
    [ -n "$throttled" ] && fact "throttled_$1" "$throttled"
    fact "load_$1" "$(first /proc/loadavg)"
}

command -v "${CC%% *}" > /dev/null 2>&1 || { echo "no C compiler: '${CC%% *}' is not installed" >&2; exit 69; }
# Built beside, so that what was interrupted is not run.
stamp="$CC $CFLAGS"
if [ ! -x nas-suite ] || [ "$stamp" != "$(first results/build.txt)" ]; then
    # shellcheck disable=SC2086
    $CC -std=c99 $CFLAGS -o nas-suite.new ./*.c -lm || exit 70
    mv nas-suite.new nas-suite || exit 70
    echo "$stamp" > results/build.txt || exit 74
fi

: > results/surroundings.txt || exit 74
fact board "$(first /proc/device-tree/model | tr -d '\000')"
fact kernel "$(uname -srm)"
fact cpu "$(sed -n 's/^model name[^:]*: *//p; s/^Hardware[^:]*: *//p' /proc/cpuinfo 2>/dev/null | head -n 1)"
fact cores "$(grep -c ^processor /proc/cpuinfo 2>/dev/null)"
fact governor "$(first /sys/devices/system/cpu/cpu0/cpufreq/scaling_governor)"
fact compiler "$($CC --version 2>/dev/null | head -n 1)"
fact flags "$CC $CFLAGS"
fact runner "$RUNNER"
fact boot "$(first /proc/sys/kernel/random/boot_id)"
surroundings before
# Words of the runner may be quoted.
eval "$RUNNER"' ./nas-suite --results results/samples.txt "$@"'
status=$?
surroundings after
exit $status
