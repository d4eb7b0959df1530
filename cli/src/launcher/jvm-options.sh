# The JVM options of the program, in one place. Sourced by templedb and by assemble.sh, which trains the cache with them.

# One process stays below 300 MB of memory for some 800,000 objects: heap, class data, code and native libraries together
# (docs/adr/0010-memory.md). Commands that follow a whole history keep up to 110 bytes an object, so larger repositories,
# packages and temples get more.
heap_megabytes=148

# Sets `heap_megabytes` for a long command line by the sizes of the files that it reads, and their sums in the variables
# `packs_bytes`, `package_bytes` and `temple_bytes`.
heap_for() {
    local argument path temple=${XDG_DATA_HOME:-${HOME-}/.local/share}/templedb/templedb.sqlite previous= size name
    local index=0 package=0 stored=0 parts=0 listed= objects wanted
    local files=()
    for argument in "$@"; do
        [[ $previous != --temple ]] || temple=$argument
        [[ $argument != --temple=* ]] || temple=${argument#--temple=}
        previous=$argument
        if [[ $argument == *://* || $argument == *@*:* ]]; then
            heap_megabytes=512
        fi
        for path in "$argument"/{,.git/}objects/pack/*.{idx,pack}; do
            [[ ! -f $path ]] || files+=("$path")
        done
        # A plain directory is many files: 1.4 KB of heap each.
        if [[ ${long-} == project\ * && $argument != -* && -d $argument && ! -e $argument/.git && ! -f $argument/HEAD ]]; then
            package=$((package + $(find "$argument/" 2>/dev/null | head -n 4000000 | wc -l) * 1400))
        fi
        [[ $argument == -* || ! -f $argument ]] || files+=("$argument")
        [[ ! -f $argument/files/manifest.json ]] || files+=("$argument/files/manifest.json")
        [[ $argument != directory && $argument != tar.zst && $argument != --layout=[dt]* ]] || parts=1
    done
    [[ ! -f $temple ]] || files+=("$temple")
    ((${#files[@]})) || return 0
    # About 28 bytes an object in an index of git's, 150 in a package and 260 in a temple.
    while read -r size name; do
        if [[ $name == *.idx ]]; then
            index=$((index + size))
        elif [[ $name == *.pack ]]; then
            packs_bytes=$((packs_bytes + size))
        elif [[ $name == "$temple" ]]; then
            stored=$size temple_bytes=$size
        elif [[ $name == */files/manifest.json ]]; then
            # A directory has two parts for each file, which this lists in some 170 bytes.
            package=$((package + size * 8))
        else
            package_bytes=$((package_bytes + size))
            # A large file is few objects; the manifest at the beginning of a package counts them.
            objects=$(head -c 65536 -- "$name" 2>/dev/null | LC_ALL=C grep -aom1 '"objects": [0-9]\{1,9\},' || true)
            objects=${objects//[!0-9]/}
            objects=$((10#${objects:-0} * 110))
            package=$((package + (objects > 0 && objects < size * 3 / 4 ? objects : size * 3 / 4)))
        fi
    done < <(stat -L -c '%s %n' -- "${files[@]}" 2>/dev/null || stat -L -f '%z %N' -- "${files[@]}" 2>/dev/null)
    # A large temple is few large files, or many objects: it is asked.
    if ((stored >> 20 > 128)); then
        objects=$("$JAVA_HOME/bin/java" "${options[@]}" -Xmx32m "-XX:AOTCache=$dist/templedb.aot" -cp "$classpath" \
            dev.templedb.cli.ObjectCount "$temple" 2>/dev/null) || objects=
        if [[ $objects =~ ^([0-9]{1,12})\ ([0-9]{1,12})$ ]]; then
            stored=$((BASH_REMATCH[1] * 220))
            listed=${BASH_REMATCH[2]}
        fi
    fi
    # What comes in from elsewhere needs of the temple's other projects only what they share. An arithmetic command that
    # comes to 0 would end assemble.sh, which stops at the first failure.
    stored=$((stored / (index + package > 0 ? 4 : 2)))
    # Writing a directory takes up to 1.3 KB a file, and a temple may be all small files of one directory.
    if [[ -n $listed ]]; then
        parts=$((parts * listed * 1300))
    else
        parts=$((parts * stored * 16))
        parts=$((parts < 150 << 20 ? parts : 150 << 20))
    fi
    wanted=$((72 + (index * 7 / 2 + package + stored + parts >> 20)))
    ((heap_megabytes >= wanted)) || heap_megabytes=$wanted
    ((heap_megabytes <= 8192)) || heap_megabytes=8192
}

# Groups of commands that need many more classes than the others: all classes of a cache are loaded at every start.
daily_groups=(vcs search code secret key file audit)

# Groups that speak to remotes, which needs an HTTP client and more.
sharing_groups=(cathedral remote)

# Commands that work for seconds want the full compiler; all others are over before it would pay off.
long_commands=(quickstart maintain "project import" "project sync" "project checkout" "project clone"
    "cathedral import" "cathedral export" "cathedral verify" "cathedral check" "vcs export-git"
    "cathedral push" "cathedral pull" "cathedral sync"
    "backup create" "backup restore" "backup verify" recover migrate)

# Of these, the ones that speak to remotes.
sharing_commands=("cathedral push" "cathedral pull" "cathedral sync")

# Of these, the ones that gain from the profiles of methods that the cache holds, by measurement (docs/adr/0002-start-up.md). In
# the others the profiles only make the compiler work more.
profiled_commands=("cathedral import" "cathedral verify" "vcs export-git")

# Whether the long command `$1` has so little to do that compiling with the full compiler, which is a third of its time, would
# not pay off. Hashing is ten times slower without, so what hashes much has lower limits, and what is not known counts
# as much.
is_short() {
    local -i mega=1048576
    case $1 in
        "project import") ((packs_bytes > 0 && packs_bytes <= 24 * mega)) ;;
        "project sync" | "project checkout") ((temple_bytes > 0 && temple_bytes <= 64 * mega)) ;;
        "cathedral export" | "cathedral push" | "cathedral sync" | "vcs export-git") ((temple_bytes > 0 && temple_bytes <= 16 * mega)) ;;
        "cathedral import") ((package_bytes > 0 && package_bytes <= 16 * mega)) ;;
        "cathedral verify" | "cathedral check") ((package_bytes > 0 && package_bytes <= 4 * mega)) ;;
        *) return 1 ;;
    esac
}

# The processor's instructions for SHA are used by compiled callers only: until then hashing is ten times slower, so these
# are compiled after a fiftieth of the calls that it takes otherwise.
hashing=(
    -XX:CompileCommand=quiet
    "-XX:CompileCommand=CompileThresholdScaling,sun.security.provider.DigestBase::*,0.02"
    "-XX:CompileCommand=CompileThresholdScaling,sun.security.provider.SHA*::implCompress,0.02"
)

# The full compiler takes a method up after ten times the calls that it waits for otherwise: what is over after a few
# seconds is over before, and what is not keeps it busy soon enough (docs/adr/0002-start-up.md).
patient=(
    -XX:Tier4InvocationThreshold=50000 -XX:Tier4MinInvocationThreshold=6000
    -XX:Tier4CompileThreshold=150000 -XX:Tier4BackEdgeThreshold=400000
)

# For diagnosis in JDK 25; a later one may not know them. The cache lies where it was made for, so that no address in it
# has to be changed.
in_place=(-XX:+IgnoreUnrecognizedVMOptions -XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0)
unprofiled=(-XX:-AOTReplayTraining)

# Sets `options` (an array) and `classpath` for the command line that it is given and the build in $dist.
jvm_options() {
    local words= argument long group packs_bytes=0 package_bytes=0 temple_bytes=0
    read -r classpath <"$dist/classpath"
    classpath=$dist/lib/${classpath//:/:$dist/lib/}
    options=(
        # Room on the stack for directories as deep as git allows, 2,048 levels; only what is used costs memory.
        -Xss4m -XX:-UsePerfData
        # A missing or foreign cache costs time, never a message.
        -XX:AOTMode=auto -Xlog:disable "-Xlog:all=error,aot*=off,cds*=off:stderr"
        # What a JVM that crashes would leave in the current directory may hold secrets. To find out about a crash:
        # TEMPLEDB_JAVA_OPTS="-XX:ErrorFile=FILE".
        -XX:-CreateCoredumpOnCrash -XX:ErrorFile=/dev/null
        --enable-native-access=ALL-UNNAMED
        -Dfile.encoding=UTF-8 -Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8
        # Unpacked by the build: doing it at each start would cost more than the command.
        "-Dorg.sqlite.lib.path=$dist/native" -Dorg.sqlite.lib.name=sqlite "-DZstdNativePath=$dist/native/zstd"
        "-Dtree-sitter-lib=$dist/native"
        # By its name: a search for it opens every jar.
        -Dslf4j.provider=dev.templedb.cli.LogProvider -Dslf4j.internal.verbosity=WARN
        "${in_place[@]}"
        "-Dtempledb.home=$root"
    )
    # Where the driver looks for old libraries of its own at each start: a short directory.
    [[ ! -f $dist/native/sqlite ]] || options+=("-Dorg.sqlite.tmpdir=$dist/native")
    [[ ${TEMPLEDB_JAVA_OPTS-} == *-XX:+Use*GC* ]] || options+=(-XX:+UseSerialGC)
    for argument in "$@"; do
        [[ $argument == -* ]] || words+=" $argument"
    done
    # What works on databases loads little of the temple, and nothing else loads what keeps them.
    if [[ $words == " db "* || $words == " db" ]]; then
        options+=("-Xmx${heap_megabytes}m" -XX:TieredStopAtLevel=1 "${unprofiled[@]}" "-XX:AOTCache=$dist/templedb-databases.aot")
        return 0
    fi
    for long in "${long_commands[@]}"; do
        if [[ "$words " == *" $long "* ]]; then
            heap_for "$@"
            local cache=templedb-long
            [[ " ${sharing_commands[*]} " != *" $long "* ]] || cache=templedb-sharing
            options+=("-Xmx${heap_megabytes}m" "-XX:AOTCache=$dist/$cache.aot" "${hashing[@]}" "${patient[@]}")
            # What the compiler has used goes back to the system before the work needs memory of its own.
            options+=(-XX:TrimNativeHeapInterval=5000)
            # New objects would take a third of the heap, and all of it stays in memory once it was used.
            ((heap_megabytes > 320)) || options+=(-Xmn24m)
            if is_short "$long"; then
                options+=(-XX:TieredStopAtLevel=1 "${unprofiled[@]}")
            elif [[ " ${profiled_commands[*]} " != *" $long "* ]]; then
                options+=("${unprofiled[@]}")
            fi
            return 0
        fi
    done
    options+=("-Xmx${heap_megabytes}m" -XX:TieredStopAtLevel=1 "${unprofiled[@]}")
    for group in "${sharing_groups[@]}"; do
        if [[ "$words " == *" $group "* ]]; then
            options+=("-XX:AOTCache=$dist/templedb-sharing.aot")
            return 0
        fi
    done
    for group in "${daily_groups[@]}"; do
        if [[ "$words " == *" $group "* ]]; then
            options+=("-XX:AOTCache=$dist/templedb-daily.aot")
            return 0
        fi
    done
    options+=("-XX:AOTCache=$dist/templedb.aot")
}
