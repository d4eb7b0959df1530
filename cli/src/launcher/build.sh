# Decides whether a program is up to date, and builds it: `cli` (templedb, in $dist; when nothing else is said) or `cathedral`,
# the server. Sourced by templedb, cathedral, check and bench.

# Sets for the program `$1` what it is called, the file that is as old as its build, and what it is made of.
describe_build() {
    case $1 in
        cli)
            product=TempleDB stamp=$dist/stamp
            sources=(pom.xml {core,sqlite,packages,storage,analysis,branchdb,cathedral-api,temple,cli}/{pom.xml,src/main} cli/src/launcher)
            ;;
        cathedral)
            product=CathedralDB stamp=$root/cathedral/target/stamp
            sources=(pom.xml {core,packages,storage,cathedral-api,cathedral}/{pom.xml,src/main} cathedral/src/launcher)
            ;;
    esac
}

# Succeeds when there is a build and no source is newer. Only a git checkout is compared with its sources:
# an unpacked release has nothing to compare. With TEMPLEDB_BUILD=keep a build is taken as it is: whoever measures must not
# measure a build, because somebody saves a file meanwhile.
is_built() {
    local newer= product stamp sources
    describe_build "${1-cli}"
    [[ -f $stamp ]] || return 1
    [[ ${TEMPLEDB_BUILD-} != keep ]] || return 0
    [[ -e $root/.git && -w ${stamp%/*} ]] || return 0
    # Directories count too: a deleted or renamed file makes its directory newer.
    newer=$(cd "$root" && find "${sources[@]}" -newer "$stamp" -print -quit 2>/dev/null)
    [[ -z $newer ]]
}

# Runs `build_now` unless another process makes the build at this moment: then waits for it and uses its result.
build() {
    local program=${1-cli}
    mkdir -p "$root/cli/target" "$root/$program/target" || return 1
    if command -v flock >/dev/null; then
        (
            flock -n 9 || { echo "Waiting for another build of TempleDB ..." >&2 && flock 9; }
            is_built "$program" || build_now "$program"
        ) 9>"$root/cli/target/build.lock"
    else
        is_built "$program" || build_now "$program"
    fi
}

build_now() {
    local program=$1 why="its sources have changed" status output target=$root/$1/target product stamp sources
    describe_build "$program"
    [[ -f $stamp ]] || why="first use"
    if ! command -v mvn >/dev/null; then
        echo "$product has to be built ($why), and Maven is not on the PATH: install it (for example \`apt-get install maven\`)." >&2
        return 1
    fi
    echo "Building $product ($why) ..." >&2
    : >"$target/build-started"
    # A subshell: Maven looks for .mvn from where it starts. With -q it says only what needs attention.
    (cd "$root" && MAVEN_OPTS="${MAVEN_OPTS-} $maven_jvm" mvn -B -q -Dstyle.color=never -pl "$program" -am -DskipTests package) \
        9>&- </dev/null >"$target/build.log" 2>&1
    status=$?
    output=$(<"$target/build.log")
    output=${output//$'\e[0m'/}
    [[ -z $output ]] || printf '%s\n' "$output" >&2
    if ((status != 0)); then
        echo "The build of $product failed${output:+ (see above)}: Maven ended with status $status." >&2
        return 1
    fi
    # What was edited while the build ran is newer than the stamp.
    touch -r "$target/build-started" "$stamp"
}

# Maven's own libraries make a new JDK print warnings that help nobody.
maven_jvm="--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"
