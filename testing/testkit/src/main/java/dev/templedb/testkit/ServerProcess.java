package dev.templedb.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// A Java program that listens on loopback, in a process of its own, until it is closed. It is told the id of this
/// process, so that it ends with it.
final class ServerProcess implements AutoCloseable {
    private final Process process;
    private final URI address;

    private ServerProcess(Process process, URI address) {
        this.process = process;
        this.address = address;
    }

    /// Starts it, and waits until it says where it listens.
    ///
    /// @param name      what to call it when it does not start
    /// @param listening finds the port in what it says
    /// @param words     what it is told besides the id of this process
    static ServerProcess start(String name, String classpath, String main, Pattern listening, String... words)
            throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-cp",
                classpath,
                main,
                String.valueOf(ProcessHandle.current().pid())));
        command.addAll(List.of(words));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new ServerProcess(process, URI.create("http://127.0.0.1:" + port(name, process, listening)));
    }

    /// Reads what it says until it says where it listens, and throws the rest away.
    private static String port(String name, Process process, Pattern pattern) throws IOException {
        var said = new StringBuilder();
        var output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            said.append(line).append('\n');
            var listening = pattern.matcher(line);
            if (listening.find()) {
                Thread.ofPlatform().daemon().name("server-output").start(() -> drain(output));
                return listening.group(1);
            }
        }
        throw new AssertionError("The %s did not start:\n%s".formatted(name, said));
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

    /// Where Maven has put the classes of this module, from which what belongs to a server is found.
    static Path classes() {
        try {
            return Path.of(ServerProcess.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /// Where it listens, such as `http://127.0.0.1:40001`.
    URI address() {
        return address;
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
