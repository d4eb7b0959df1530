#!/usr/bin/env bash
# Called by ./bench with JAVA_HOME set and the program built, in the user's directory.
set -u
module=$(cd "${BASH_SOURCE[0]%/*}" && pwd)
root=$(cd "$module/../.." && pwd)

if [[ ${1-} == --jmh ]]; then
    shift
    . "$root/cli/src/launcher/build.sh"
    echo "Building the benchmarks ..." >&2
    (cd "$root" && MAVEN_OPTS="${MAVEN_OPTS-} $maven_jvm" mvn -B -q -Dstyle.color=never -pl testing/benchmarks -am -DskipTests -Ddist.skip package) \
        </dev/null >&2 || exit 1
    repository=$root
    [[ ! -d ${1-} ]] || { repository=$(cd "$1" && pwd) && shift; }
    read -r libraries <"$module/target/classpath"
    exec "$JAVA_HOME/bin/java" -cp "$module/target/classes:$libraries" dev.templedb.benchmarks.hot.HotLoops \
        -jvmArgsAppend "-Dbench.repository=$repository" "$@"
fi
# Run from source: the first file finds the others, so nothing has to be built.
exec "$JAVA_HOME/bin/java" -Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 \
    "$module/src/main/java/dev/templedb/benchmarks/Bench.java" "$root" "$@"
