package dev.templedb.cli.command;

import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import dev.templedb.temple.secrets.KeyRing;
import dev.templedb.temple.secrets.OwnKey;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The user's private keys, with the terminal to ask for passphrases.
public final class UserKeys {
    private final Path folder;
    private final Path home;
    private final Terminal terminal;

    /// @param home of the user, where their SSH keys are
    public UserKeys(Path folder, Path home, Terminal terminal) {
        this.folder = folder;
        this.home = home;
        this.terminal = terminal;
    }

    /// The keys of the user, and those in the files `more`.
    public KeyRing ring(String... more) {
        return new KeyRing(folder, Stream.of(more).map(Path::of).toList(), ssh(), this::ask);
    }

    /// Like [#ring], for work that reads the keys more than once: every passphrase is asked for once.
    public KeyRing ringThatAsksOnce(String... more) {
        var known = new HashMap<Path, byte[]>();
        return new KeyRing(
                folder,
                Stream.of(more).map(Path::of).toList(),
                ssh(),
                (file, isNew) -> isNew
                        ? ask(file, true)
                        : known.computeIfAbsent(file, unknown -> ask(unknown, false))
                                .clone());
    }

    private Optional<Path> ssh() {
        return Optional.of(home.resolve(".ssh"));
    }

    /// The public keys of the user; none when they cannot be read.
    public Set<String> known() {
        try {
            return ring().ownKeys();
        } catch (TempleException unusable) {
            return Set.of();
        }
    }

    /// Says that a key was made, and what that means.
    public void tellOf(OwnKey made) {
        terminal.note(
                "Made a key for you, because you had none: %s\nIts private part lies in %s. Keep a copy: without it nobody can open what is only encrypted to it."
                        .formatted(made.publicKey(), Printable.text(made.file().toString())));
    }

    private byte[] ask(Path file, boolean isNew) {
        var name = Printable.text(String.valueOf(file.getFileName()));
        if (!isNew) {
            return terminal.askPassphrase("Passphrase of %s:".formatted(name));
        }
        var first = terminal.askPassphrase("New passphrase for %s:".formatted(name));
        var second = terminal.askPassphrase("The same again:");
        boolean isSame = Arrays.equals(first, second);
        Arrays.fill(second, (byte) 0);
        if (!isSame || first.length == 0) {
            Arrays.fill(first, (byte) 0);
            throw new TempleException(
                    ErrorCode.USAGE, isSame ? "The passphrase is empty." : "The two passphrases differ.");
        }
        return first;
    }

    /// The option that names key files.
    public static final class Option {
        private final Usage.Value<String[]> files;

        public Option(Usage usage) {
            files = usage.options(
                    "--age-key", "FILE", "A file with private keys to use besides your own; may be repeated.");
        }

        public String[] get() {
            return files.get();
        }

        /// Whether a file was named.
        public boolean isGiven() {
            return !List.of(files.get()).isEmpty();
        }
    }
}
