#!/usr/bin/env bash
# Puts beside cathedral/target/quarkus-app what starts it: called by Maven in the package phase of cathedral.
#
#   assemble.sh JAVA BUILD_STARTED
#
#   cathedral       the launcher
#   cathedral.aot   the JDK's cache of loaded and linked classes, trained on a server that starts, answers and stops
#   stamp           as old as the beginning of the build: newer sources mean a new build
set -euo pipefail
java=$1 started=$2
root=$(cd "${BASH_SOURCE[0]%/*}/../../.." && pwd)
. "$root/cathedral/src/launcher/jvm-options.sh"

ln -sfn ../src/launcher/cathedral "$server/cathedral"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# get ADDRESS PATH: asks for a page and throws it away.
get() {
    exec 3<>"/dev/tcp/127.0.0.1/${1##*:}" || return
    printf 'GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' "$2" >&3
    cat <&3 >/dev/null
    exec 3>&-
}

# train: runs a server of its own until it has said where it is, and asks it for a few things.
train() {
    local option line address training=()
    for option in "${options[@]}"; do
        case $option in
            -XX:AOTCache=* | -XX:AOTMode=*) ;;
            *) training+=("$option") ;;
        esac
    done
    mkfifo "$scratch/said"
    # Without JAVA_TOOL_OPTIONS and the like: the cache must fit the launcher's own options.
    env -i PATH="$PATH" HOME="$scratch" LC_ALL=C.UTF-8 "$java" "${training[@]}" \
        "-XX:AOTCacheOutput=$scratch/cathedral.aot" -jar "$server/quarkus-app/quarkus-run.jar" \
        serve --port 0 --data-dir "$scratch/data" >"$scratch/said" 2>"$scratch/log" &
    # The first line names the address; the last one, which may be of two, comes when all is ready.
    while read -r line; do
        [[ $line != "CathedralDB listens on "* ]] || address=${line#CathedralDB listens on } address=${address%% *}
        if [[ $line == "Stop it with "* ]]; then
            for path in /health/ready /metrics /api/v1/projects /api/v1/search?q=web /no-such-page; do
                get "$address" "$path"
            done
            kill -TERM $!
        fi
    done <"$scratch/said"
    wait $! || true
    [[ -s $scratch/cathedral.aot ]]
}

rm -f "$server/cathedral.aot"
if train; then
    mv "$scratch/cathedral.aot" "$server/cathedral.aot"
else
    echo "A start-up cache could not be trained; CathedralDB works without it, but starts more slowly:" >&2
    tail -n 20 "$scratch/log" >&2
fi
touch -d "$started" "$server/stamp" 2>/dev/null || touch "$server/stamp"
