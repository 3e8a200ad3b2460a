#!/usr/bin/env bash
# nas: builds the project where that is needed, then runs it. `./nas --help` says what it can do.
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
source "$root/.ci/prepare"

nas_prepare "$root"
nas_build "$root"
export NAS_HOME="$root"
# Under the name that it was called by here, for messages with commands that can be copied; `bash nas` has no path in it.
called=$0
[[ $called == */* ]] || command -v -- "$called" >/dev/null || called=./$called
exec -a "$called" "$root/.build/release/nas" "$@"
