# Decides whether the build in $dist is up to date, and makes it. Sourced by templedb and bench.

# Succeeds when there is a build and no source is newer. Only a git checkout is compared with its sources:
# an unpacked release has nothing to compare.
is_built() {
    local newer=
    [[ -f $dist/stamp ]] || return 1
    [[ -e $root/.git && -w $dist ]] || return 0
    # Directories count too: a deleted or renamed file makes its directory newer.
    newer=$(cd "$root" && find pom.xml {core,sqlite,packages,storage,analysis,cathedral-api,temple,cli}/{pom.xml,src/main} cli/src/launcher \
        -newer "$dist/stamp" -print -quit 2>/dev/null)
    [[ -z $newer ]]
}

# Runs `build_now` unless another process makes the build at this moment: then waits for it and uses its result.
build() {
    mkdir -p "$root/cli/target" || return 1
    if command -v flock >/dev/null; then
        (
            flock -n 9 || { echo "Waiting for another build of TempleDB ..." >&2 && flock 9; }
            is_built || build_now
        ) 9>"$root/cli/target/build.lock"
    else
        is_built || build_now
    fi
}

build_now() {
    local why="its sources have changed" status output log=$root/cli/target/build.log
    [[ -f $dist/stamp ]] || why="first use"
    if ! command -v mvn >/dev/null; then
        echo "TempleDB has to be built ($why), and Maven is not on the PATH: install it (for example \`apt-get install maven\`)." >&2
        return 1
    fi
    echo "Building TempleDB ($why) ..." >&2
    : >"$root/cli/target/build-started"
    # A subshell: Maven looks for .mvn from where it starts. With -q it says only what needs attention.
    (cd "$root" && MAVEN_OPTS="${MAVEN_OPTS-} $maven_jvm" mvn -B -q -Dstyle.color=never -pl cli -am -DskipTests package) \
        9>&- </dev/null >"$log" 2>&1
    status=$?
    output=$(<"$log")
    output=${output//$'\e[0m'/}
    [[ -z $output ]] || printf '%s\n' "$output" >&2
    if ((status != 0)); then
        echo "The build of TempleDB failed${output:+ (see above)}: Maven ended with status $status." >&2
        return 1
    fi
    # What was edited while the build ran is newer than the stamp.
    touch -r "$root/cli/target/build-started" "$dist/stamp"
}

# Maven's own libraries make a new JDK print warnings that help nobody.
maven_jvm="--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"
