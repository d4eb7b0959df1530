package dev.templedb.testkit;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// A real provider of OpenID Connect on loopback, in a process of its own, until it is closed or this process ends: the
/// program of `testing/identity-provider`, which says who is in it.
public final class IdentityProvider implements AutoCloseable {
    private static final Pattern LISTENING = Pattern.compile("Listens on port (\\d+)");

    private final Process process;
    private final URI issuer;

    private IdentityProvider(Process process, URI issuer) {
        this.process = process;
        this.issuer = issuer;
    }

    /// Starts it, and waits until it answers.
    public static IdentityProvider start() {
        try {
            var process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx256m",
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-Xshare:auto",
                            "-cp",
                            classpath(),
                            "dev.templedb.identityprovider.IdentityProviderProgram",
                            String.valueOf(ProcessHandle.current().pid()))
                    .redirectErrorStream(true)
                    .start();
            return new IdentityProvider(process, URI.create("http://127.0.0.1:" + port(process)));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Where Maven has put its classes and the list of its libraries: beside what it has made of this module.
    private static String classpath() throws IOException {
        var built = here().resolveSibling("classes");
        for (var module = built; module != null; module = module.getParent()) {
            var provider = module.resolveSibling("identity-provider");
            if (Files.exists(provider.resolve("target/classpath"))) {
                return provider.resolve(module.relativize(built))
                        + File.pathSeparator
                        + Files.readString(provider.resolve("target/classpath")).strip();
            }
        }
        throw new AssertionError("The identity provider is not built: Maven does it before tests");
    }

    private static Path here() {
        try {
            return Path.of(IdentityProvider.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /// Reads what it says until it says where it listens, and throws the rest away.
    private static String port(Process process) throws IOException {
        var said = new StringBuilder();
        var output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            said.append(line).append('\n');
            var listening = LISTENING.matcher(line);
            if (listening.find()) {
                Thread.ofPlatform().daemon().name("provider-output").start(() -> drain(output));
                return listening.group(1);
            }
        }
        throw new AssertionError("The identity provider did not start:\n" + said);
    }

    private static void drain(BufferedReader output) {
        try {
            while (output.readLine() != null) {
                // Nobody wants it.
            }
        } catch (IOException closed) {
            // It ended.
        }
    }

    /// Its address, which is what it calls itself.
    public URI issuer() {
        return issuer;
    }

    /// Kills it.
    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
        }
    }
}
