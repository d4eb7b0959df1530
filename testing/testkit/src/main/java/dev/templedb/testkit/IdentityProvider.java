package dev.templedb.testkit;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.regex.Pattern;

/// A real provider of OpenID Connect on loopback, in a process of its own, until it is closed or this process ends: the
/// program of `testing/identity-provider`, which says who is in it.
public final class IdentityProvider implements AutoCloseable {
    private static final Pattern LISTENING = Pattern.compile("Listens on port (\\d+)");

    private final ServerProcess process;

    private IdentityProvider(ServerProcess process) {
        this.process = process;
    }

    /// Starts it, and waits until it answers.
    public static IdentityProvider start() {
        try {
            return new IdentityProvider(ServerProcess.start(
                    "identity provider",
                    classpath(),
                    "dev.templedb.identityprovider.IdentityProviderProgram",
                    LISTENING));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Where Maven has put its classes and the list of its libraries: beside what it has made of this module.
    private static String classpath() throws IOException {
        var built = ServerProcess.classes().resolveSibling("classes");
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

    /// Its address, which is what it calls itself.
    public URI issuer() {
        return process.address();
    }

    /// Kills it.
    @Override
    public void close() {
        process.close();
    }
}
