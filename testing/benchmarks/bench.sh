#!/usr/bin/env bash
# Called by ./bench with JAVA_HOME set and the program built, in the user's directory.
set -u
root=$(cd "${BASH_SOURCE[0]%/*}/../.." && pwd)
command -v hyperfine >/dev/null || { echo "The benchmark of start-up needs hyperfine (apt-get install hyperfine)." >&2; exit 1; }
hyperfine -N --warmup 5 "$root/templedb --help" "$root/templedb version"
