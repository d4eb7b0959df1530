# The JVM options of the program, in one place. Sourced by templedb and by assemble.sh, which trains the cache with them.

# One process stays below 300 MB of memory: heap, class data, code cache and the native libraries together.
heap=-Xmx160m

# Commands that work for seconds want the full compiler; all others are over before it would pay off.
long_commands=(quickstart maintain serve "project import" "project sync" "project checkout" "project clone"
    "cathedral import" "cathedral export" "cathedral verify" "cathedral check" "vcs export-git"
    "backup create" "backup restore" "backup verify" recover migrate)

# Sets `options` (an array) and `classpath` for the command line that it is given and the build in $dist.
jvm_options() {
    local words= argument long
    read -r classpath <"$dist/classpath"
    classpath=$dist/lib/${classpath//:/:$dist/lib/}
    options=(
        # Room on the stack for directories as deep as git allows, 2,048 levels; only what is used costs memory.
        "$heap" -Xss4m -XX:-UsePerfData
        # A missing or foreign cache costs time, never a message.
        "-XX:AOTCache=$dist/templedb.aot" -XX:AOTMode=auto -Xlog:disable "-Xlog:all=error,aot*=off,cds*=off:stderr"
        --enable-native-access=ALL-UNNAMED
        -Dfile.encoding=UTF-8 -Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8
        # Unpacked by the build: doing it at each start would cost more than the command.
        "-Dorg.sqlite.lib.path=$dist/native" -Dorg.sqlite.lib.name=sqlite "-DZstdNativePath=$dist/native/zstd"
        "-Dtempledb.home=$root"
    )
    [[ ${TEMPLEDB_JAVA_OPTS-} == *-XX:+Use*GC* ]] || options+=(-XX:+UseSerialGC)
    for argument in "$@"; do
        [[ $argument == -* ]] || words+=" $argument"
    done
    for long in "${long_commands[@]}"; do
        [[ "$words " != *" $long "* ]] || return 0
    done
    options+=(-XX:TieredStopAtLevel=1)
}
