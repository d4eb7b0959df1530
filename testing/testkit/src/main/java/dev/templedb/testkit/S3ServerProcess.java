package dev.templedb.testkit;

/// The main class of the process of [S3Server]: runs S3Proxy until whoever started it is gone.
final class S3ServerProcess {
    private S3ServerProcess() {}

    /// @param arguments the id of the process that started this one, and the file of S3Proxy's settings
    public static void main(String[] arguments) throws ReflectiveOperationException {
        long parent = Long.parseLong(arguments[0]);
        Thread.ofPlatform().daemon().name("parent").start(() -> endWith(parent));
        Class.forName("org.gaul.s3proxy.Main").getMethod("main", String[].class).invoke(null, (Object)
                new String[] {"--properties", arguments[1]});
    }

    private static void endWith(long process) {
        ProcessHandle.of(process).ifPresent(parent -> parent.onExit().join());
        Runtime.getRuntime().halt(0);
    }
}
