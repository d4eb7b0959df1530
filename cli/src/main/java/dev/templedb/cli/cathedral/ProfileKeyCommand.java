package dev.templedb.cli.cathedral;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.command.UserKeys;
import dev.templedb.cli.terminal.Column;
import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Listing;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import dev.templedb.temple.remotes.ServerTeam;
import dev.templedb.temple.secrets.OwnKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `templedb cathedral key add|list|remove`
public final class ProfileKeyCommand {
    private static final int MOST_BYTES = 1 << 20;

    private ProfileKeyCommand() {}

    private static void exits(Usage usage) {
        usage.exits(ExitCode.USAGE, "this is no public key, or the remote is a folder, which has no accounts")
                .exits(ExitCode.NOT_FOUND, "there is no such key, person, remote or temple")
                .exits(ExitCode.REFUSED, "you are not signed in")
                .exits(ExitCode.UNAVAILABLE, "the server cannot be reached");
    }

    private static Listing listing(List<ServerTeam.ProfileKey> keys) {
        var listing = new Listing(
                Column.text("id"),
                Column.text("kind"),
                Column.text("name"),
                Column.text("fingerprint"),
                Column.text("created_at"));
        keys.forEach(key -> listing.row(key.id(), key.kind(), key.name(), key.fingerprint(), key.createdAt()));
        return listing;
    }

    /// `templedb cathedral key add [KEY...]`
    public static final class Add implements Command {
        private final Value<String[]> named;
        private final UserKeys keys;
        private final RemoteDoor door;
        private final Terminal terminal;

        public Add(Usage usage, RemoteAccess access, UserKeys keys, Temples temples, Terminal terminal) {
            usage.says(
                            "Others encrypt secrets for the keys of age and SSH in your profile, and see by those of SSH and OpenPGP that a"
                                    + " version was signed by you. Without KEY the public keys of `templedb key list` are put there. Tell those whom"
                                    + " you work with the fingerprint by another way than the server: they are asked for it.")
                    .example("templedb cathedral key add")
                    .example("templedb cathedral key add ~/.ssh/id_ed25519.pub");
            exits(usage);
            named = usage.remainingParameters("KEY", "A public key of age or SSH, or a file that holds one.");
            door = new RemoteDoor(usage, access, temples);
            this.keys = keys;
            this.terminal = terminal;
        }

        @Override
        public int run() {
            var texts = named.get().length == 0
                    ? keys.ring().list().stream().map(OwnKey::publicKey).toList()
                    : List.of(named.get()).stream().map(Add::text).toList();
            if (texts.isEmpty()) {
                throw new TempleException(
                        ErrorCode.KEY_NOT_FOUND, "You have no key yet; `templedb key generate` makes one.");
            }
            terminal.list(listing(door.withTeam(team -> {
                var me = team.me();
                return texts.stream()
                        .map(text -> team.addKey(me, kind(text), text))
                        .toList();
            })));
            return ExitCode.OK;
        }

        private static String text(String given) {
            if (given.startsWith("age1") || given.startsWith("ssh-") || given.startsWith("ecdsa-")) {
                return given;
            }
            try (var in = Files.newInputStream(Path.of(given))) {
                return new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8).strip();
            } catch (IOException unreadable) {
                throw new TempleException(
                        ErrorCode.KEY_INVALID,
                        "\"%s\" is neither a public key nor a file of one.".formatted(Printable.text(given)),
                        unreadable);
            }
        }

        private static String kind(String text) {
            if (text.contains("PRIVATE KEY") || text.contains("AGE-SECRET-KEY")) {
                throw new TempleException(
                        ErrorCode.KEY_INVALID, "This is a private key, which belongs to nobody else; it was not sent.");
            }
            if (text.startsWith("-----BEGIN PGP")) {
                return "gpg";
            }
            return text.startsWith("age1") ? "age" : "ssh";
        }
    }

    /// `templedb cathedral key list [USER]`
    public static final class ListAll implements Command {
        private final Value<@Nullable String> user;
        private final RemoteDoor door;
        private final Terminal terminal;

        public ListAll(Usage usage, RemoteAccess access, Temples temples, Terminal terminal) {
            usage.says(
                            "Shows the keys by their fingerprints: yours, or those of somebody else by the word of the server.")
                    .example("templedb cathedral key list")
                    .example("templedb cathedral key list ada");
            exits(usage);
            user = usage.optionalParameter("USER", "Whose profile; yours without it.");
            door = new RemoteDoor(usage, access, temples);
            this.terminal = terminal;
        }

        @Override
        public int run() {
            var whose = user.get();
            terminal.list(listing(door.withTeam(team -> team.keysOf(whose == null ? team.me() : whose))));
            return ExitCode.OK;
        }
    }

    /// `templedb cathedral key remove ID`
    public static final class Remove implements Command {
        private final Value<String> id;
        private final RemoteDoor door;
        private final Terminal terminal;

        public Remove(Usage usage, RemoteAccess access, Temples temples, Terminal terminal) {
            usage.says(
                            "What was signed with the key stays signed. Secrets are encrypted anew without it when a reader pushes.")
                    .example("templedb cathedral key remove SHA256:jqjnXhF1fXGVxFvN0ABv4KgJqDkXwSxDGhmPgYE2mcE");
            exits(usage);
            id = usage.parameter("ID", "The id or the fingerprint of `templedb cathedral key list`.");
            door = new RemoteDoor(usage, access, temples);
            this.terminal = terminal;
        }

        @Override
        public int run() {
            var removed = door.withTeam(team -> {
                var me = team.me();
                var found = team.keysOf(me).stream()
                        .filter(key ->
                                key.id().equals(id.get()) || key.fingerprint().equals(id.get()))
                        .findFirst()
                        .orElseThrow(() ->
                                new TempleException(ErrorCode.PROFILE_KEY_NOT_FOUND, "Your profile has no such key."));
                team.removeKey(me, found.id());
                return found;
            });
            terminal.say(
                    new Details().with("id", removed.id()).with("fingerprint", removed.fingerprint()),
                    "The key %s is no longer in your profile.".formatted(removed.fingerprint()));
            return ExitCode.OK;
        }
    }
}
