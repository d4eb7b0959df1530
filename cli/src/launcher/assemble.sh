#!/usr/bin/env bash
# Makes cli/target/dist from the jars of the build: called by Maven in the package phase of cli.
#
#   assemble.sh JAVA CLASSPATH PICOCLI_SOURCES BUILD_STARTED
#
#   dist/lib/         the class path, in the order of dist/classpath: all jars in two, without signatures, picocli compiled anew
#   dist/native/      the native libraries of SQLite and zstd for this machine
#   dist/templedb.aot the JDK's cache of loaded and linked classes, trained on training.txt
#   dist/templedb-daily.aot
#                     the same for commands that look into files and history: training-daily.txt
#   dist/templedb-sharing.aot
#                     the same for commands that speak to remotes: training-sharing.txt
#   dist/templedb-databases.aot
#                     the same for commands on databases with branches and tenants: training-databases.txt
#   dist/templedb-long.aot
#                     the same with profiles of methods, for commands that work for seconds: training-long.txt
#   dist/stamp        as old as the beginning of the build: newer sources mean a new build
set -euo pipefail
java=$1 jars=$2 picocli_sources=$3 started=$4
launcher=$(cd "${BASH_SOURCE[0]%/*}" && pwd)
root=$(cd "$launcher/../../.." && pwd)
new=$root/cli/target/dist.new
old=$root/cli/target/dist.old

rm -rf "$new" "$old"
mkdir -p "$new"
"$java" -cp "$jars" "$launcher/Assemble.java" "$jars" "$picocli_sources" "$new" \
    "$launcher/replaced/FastDateFormat.java"

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
# Caches are trained where they will be used: one that finds its jars elsewhere than it was trained takes a fifth longer. Until
# the stamp is there, this is no build.
dist=$root/cli/target/dist
[[ ! -e $dist ]] || mv "$dist" "$old"
mv "$new" "$dist"
rm -rf "$old"
. "$launcher/jvm-options.sh"

# What trains with a registry finds a stand-in there.
server=

# train CACHE LINES COMMAND...: makes the cache by running the lines with the options of COMMAND.
train() {
    local cache=$1 lines=$2 option training=()
    shift 2
    jvm_options "$@"
    for option in "${options[@]}"; do
        case $option in
            -XX:AOTCache=* | -XX:AOTMode=*) ;;
            *) training+=("$option") ;;
        esac
    done
    # Nothing of the user's: not the options of their JVM, since the cache must fit the launcher's own, and not the places
    # of their settings and keys, since the training writes there.
    if ! env -i PATH="$PATH" HOME="$scratch" XDG_DATA_HOME="$scratch" XDG_CONFIG_HOME="$scratch/config" LC_ALL=C.UTF-8 \
        "$java" "${training[@]}" "-XX:AOTCacheOutput=$dist/$cache" -cp "$classpath" \
        dev.templedb.cli.AotTraining "$launcher/$lines" "$scratch" "$server" >"$scratch/log" 2>&1 <<<"some secret"; then
        echo "A start-up cache could not be trained; TempleDB works without it, but starts more slowly:" >&2
        tail -n 20 "$scratch/log" >&2
        rm -f "$dist/$cache"
    fi
}
if "$java" -cp "$jars" "$launcher/SampleRepository.java" "$root" "$scratch/sample.git"; then
    train templedb-long.aot training-long.txt project import "$scratch/sample.git"
fi
# What that has checked out is the directory that daily commands are trained on, with a change to show.
for file in "$scratch"/files/cli/src/main/java/dev/templedb/cli/[A-M]*.java; do
    [[ ! -f $file ]] || echo "// changed" >>"$file"
done
train templedb-daily.aot training-daily.txt vcs
# The stand-in says its address when it is there, and ends when nothing holds its standard input any more.
mkdir "$scratch/team"
mkfifo "$scratch/held" "$scratch/said"
"$java" "$launcher/StandInServer.java" <"$scratch/held" >"$scratch/said" &
exec 7>"$scratch/held"
read -r server <"$scratch/said" || server=http://127.0.0.1:1
train templedb-sharing.aot training-sharing.txt cathedral
exec 7>&-
train templedb-databases.aot training-databases.txt db
train templedb.aot training.txt version
for cache in templedb-daily.aot templedb-databases.aot templedb-sharing.aot templedb-long.aot; do
    [[ -f $dist/$cache || ! -f $dist/templedb.aot ]] || ln "$dist/templedb.aot" "$dist/$cache"
done

touch -d "$started" "$dist/stamp" 2>/dev/null || touch "$dist/stamp"
