# Finds a JDK 25 or newer without starting it, and exports it as JAVA_HOME.
#
# Sourced by templedb, check and bench. The version is read from the file `release` that every JDK
# carries, so that a search costs no process. Returns 1 and says how to get a JDK when there is none.

# Succeeds when $1 is the home of a JDK (not just a JRE) of version 25 or newer.
is_jdk25() {
    local line version
    [[ -n $1 && -x $1/bin/java && -x $1/bin/javac && -r $1/release ]] || return 1
    while IFS= read -r line; do
        if [[ $line == JAVA_VERSION=* ]]; then
            version=${line#JAVA_VERSION=}
            version=${version//[\"$'\r']/}
            version=${version%%[!0-9]*}
            [[ -n $version ]] && ((version >= 25))
            return
        fi
    done <"$1/release"
    return 1
}

find_jdk() {
    local candidate candidates home=${HOME:-/nonexistent}
    if [[ -n ${TEMPLEDB_JAVA_HOME:-} ]]; then
        if is_jdk25 "$TEMPLEDB_JAVA_HOME"; then
            export JAVA_HOME=$TEMPLEDB_JAVA_HOME
            return 0
        fi
        echo "TEMPLEDB_JAVA_HOME is $TEMPLEDB_JAVA_HOME, which is not a JDK 25 or newer." >&2
        return 1
    fi
    candidates=(
        "${JAVA_HOME:-}"
        /usr/lib/jvm/*25*
        "$home"/.sdkman/candidates/java/25*
        "$home"/.jdks/*25*
        /opt/*jdk*25* /opt/java/*25* /opt/java/openjdk
        /usr/local/*jdk*25*
        /Library/Java/JavaVirtualMachines/*25*/Contents/Home
        "$home"/Library/Java/JavaVirtualMachines/*25*/Contents/Home
        /opt/homebrew/opt/openjdk@25/libexec/openjdk.jdk/Contents/Home
        /usr/local/opt/openjdk@25/libexec/openjdk.jdk/Contents/Home
        /usr/lib/jvm/*
    )
    for candidate in "${candidates[@]}"; do
        if is_jdk25 "$candidate"; then
            export JAVA_HOME=$candidate
            return 0
        fi
    done
    cat >&2 <<'TEXT'
TempleDB needs a JDK 25 or newer and found none. Install one (for example `apt-get install temurin-25-jdk` or
`openjdk-25-jdk`, `brew install openjdk@25`, `sdk install java 25-tem`), or set TEMPLEDB_JAVA_HOME to its directory.
TEXT
    return 1
}
