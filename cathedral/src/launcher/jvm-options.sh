# The JVM options of the server, in one place: sets `server` and `options` for the clone in $root. Sourced by cathedral and
# by assemble.sh, which trains the cache with them.
server=$root/cathedral/target
options=(
    -Xmx256m -XX:+UseSerialGC -XX:-UsePerfData
    # A missing or foreign cache costs time, never a message.
    -XX:AOTMode=auto "-XX:AOTCache=$server/cathedral.aot" -Xlog:disable "-Xlog:all=error,aot*=off,cds*=off:stderr"
    # One that is out of memory would go on with what is half done.
    -XX:+ExitOnOutOfMemoryError
    # What a JVM that crashes would leave in the current directory may hold secrets. To find out about a crash:
    # CATHEDRAL_JAVA_OPTS="-XX:ErrorFile=FILE".
    -XX:-CreateCoredumpOnCrash -XX:ErrorFile=/dev/null
    --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow
    -Dfile.encoding=UTF-8 -Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8
)
