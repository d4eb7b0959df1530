package dev.templedb.testkit;

import java.io.IOException;

/// The main class of the process of [S3Server]: runs S3Proxy until whoever started it is gone.
final class S3ServerProcess {
    private S3ServerProcess() {}

    public static void main(String[] settings) throws ReflectiveOperationException {
        Thread.ofPlatform().daemon().name("parent").start(S3ServerProcess::endWithParent);
        Class.forName("org.gaul.s3proxy.Main").getMethod("main", String[].class).invoke(null, (Object)
                new String[] {"--properties", settings[0]});
    }

    private static void endWithParent() {
        try {
            while (System.in.read() >= 0) {
                // It says nothing.
            }
        } catch (IOException closed) {
            // As when it ends.
        }
        Runtime.getRuntime().halt(0);
    }
}
