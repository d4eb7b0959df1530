package dev.templedb.temple.secrets;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import dev.templedb.packages.age.Age;
import dev.templedb.packages.age.AgeFailure;
import dev.templedb.packages.age.AgeIdentity;
import dev.templedb.packages.age.AgeRecipient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The private keys of the user: files `*.key` in a folder of their own that nobody else may enter, one key each. A
/// file may be protected by a passphrase; then it is an age file itself, with the public key in a file `*.pub` beside
/// it, or an SSH key that came with its passphrase and keeps it.
///
/// Not thread-safe. Every method that reads keys throws `KEY_FILE_EXPOSED` when others can read one.
public final class KeyRing {
    private static final String SECRET = ".key";
    private static final String PUBLIC = ".pub";
    /// What `age -p` takes: about a second and 256 MiB.
    private static final int LOG_WORK = 18;
    private static final int MOST_PUBLIC_BYTES = 64 << 10;

    private final Path folder;
    private final List<Path> more;
    private final Optional<Path> sshFolder;
    private final Passphrases passphrases;

    /// Asks the user.
    @FunctionalInterface
    public interface Passphrases {
        /// The passphrase of `file`, in UTF-8; whoever gets it wipes it.
        ///
        /// @param isNew whether it is to be chosen now
        /// @throws TempleException with `PASSPHRASE_NEEDED` when nobody can be asked
        byte[] ask(Path file, boolean isNew);
    }

    /// The keys in `folder`, which need not exist, and those in the files `more`.
    public KeyRing(Path folder, List<Path> more, Passphrases passphrases) {
        this(folder, more, Optional.empty(), passphrases);
    }

    /// The keys in `folder`, which need not exist, and those in the files `more`.
    ///
    /// @param sshFolder where the user's keys of SSH are, which are theirs, and open nothing unless `more` names
    /// them
    public KeyRing(Path folder, List<Path> more, Optional<Path> sshFolder, Passphrases passphrases) {
        this.folder = folder;
        this.more = List.copyOf(more);
        this.sshFolder = sshFolder;
        this.passphrases = passphrases;
    }

    /// Where the keys lie.
    public Path folder() {
        return folder;
    }

    /// The keys in the folder, by the names of their files. Asks for no passphrase.
    public List<OwnKey> list() {
        var keys = new ArrayList<OwnKey>();
        for (var file : files()) {
            var bytes = KeyFiles.read(file);
            try {
                publicKeys(file, bytes)
                        .forEach(key -> keys.add(new OwnKey(key.kind().word(), key.key(), file, isLocked(bytes))));
            } finally {
                Arrays.fill(bytes, (byte) 0);
            }
        }
        return keys;
    }

    private static boolean isLocked(byte[] file) {
        return Age.isEncrypted(file) || lockedSshKey(file).isPresent();
    }

    private static Optional<AgeRecipient> lockedSshKey(byte[] file) {
        try {
            return AgeIdentity.lockedSshKey(file);
        } catch (AgeFailure failure) {
            throw unusable(failure);
        }
    }

    /// Makes a native key.
    ///
    /// @param isLocked whether to protect it with a passphrase, which is asked for
    public OwnKey generate(boolean isLocked) {
        var made = AgeIdentity.generate();
        var text = withLineEnd(made.secret());
        try {
            return add(text, made.recipient(), isLocked);
        } finally {
            Arrays.fill(made.secret(), (byte) 0);
            Arrays.fill(text, (byte) 0);
        }
    }

    private static byte[] withLineEnd(byte[] line) {
        var text = Arrays.copyOf(line, line.length + 1);
        text[line.length] = '\n';
        return text;
    }

    /// Takes the keys of an identity file, of the tool `age` or of SSH. Those that are here already are not added
    /// again. An SSH key with a passphrase is taken as it is, with that passphrase, which is not asked for.
    ///
    /// @param file     its bytes; the caller wipes them
    /// @param isLocked whether to protect with a passphrase, which is asked for, what has none
    /// @return the keys that were added
    /// @throws TempleException with `KEY_INVALID`, or `PASSPHRASE_NEEDED` for a file with a passphrase
    public List<OwnKey> importFrom(byte[] file, boolean isLocked) {
        var plain = Age.isEncrypted(file) ? open(Path.of("the key"), file) : file.clone();
        try {
            var known = list().stream().map(OwnKey::publicKey).toList();
            var added = new ArrayList<OwnKey>();
            for (var part : KeyFiles.split(plain)) {
                var locked = lockedSshKey(part);
                var recipient = locked.orElseGet(
                        () -> parse(part).getFirst().recipient().orElseThrow());
                if (!known.contains(recipient.key())) {
                    added.add(locked.isPresent() ? store(part, recipient, true) : add(part, recipient, isLocked));
                }
                Arrays.fill(part, (byte) 0);
            }
            return added;
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    private OwnKey add(byte[] text, AgeRecipient recipient, boolean isLocked) {
        return store(isLocked ? lock(path(recipient), text) : text, recipient, isLocked);
    }

    private OwnKey store(byte[] stored, AgeRecipient recipient, boolean isLocked) {
        var file = path(recipient);
        KeyFiles.write(file, stored);
        KeyFiles.write(publicFile(file), (recipient.key() + "\n").getBytes(StandardCharsets.US_ASCII));
        return new OwnKey(recipient.kind().word(), recipient.key(), file, isLocked);
    }

    private Path path(AgeRecipient recipient) {
        var key = recipient.key().replaceAll("[^A-Za-z0-9]", "");
        return folder.resolve(recipient.kind().word() + "-" + key.substring(key.length() - 10) + SECRET);
    }

    private static Path publicFile(Path secret) {
        var name = secret.getFileName().toString();
        return secret.resolveSibling(name.substring(0, name.length() - SECRET.length()) + PUBLIC);
    }

    private byte[] lock(Path file, byte[] text) {
        var passphrase = passphrases.ask(file, true);
        try {
            return Age.encryptArmored(text, List.of(AgeRecipient.ofPassphrase(passphrase, LOG_WORK)));
        } catch (AgeFailure impossible) {
            throw new IllegalStateException(impossible);
        } finally {
            Arrays.fill(passphrase, (byte) 0);
        }
    }

    private byte[] open(Path file, byte[] locked) {
        var passphrase = passphrases.ask(file, false);
        try {
            return Age.decrypt(locked, List.of(AgeIdentity.ofPassphrase(passphrase)));
        } catch (AgeFailure wrong) {
            throw wrongPassphrase(file);
        } finally {
            Arrays.fill(passphrase, (byte) 0);
        }
    }

    private AgeIdentity openSshKey(Path file, byte[] locked) {
        var passphrase = passphrases.ask(file, false);
        try {
            return AgeIdentity.unlockSshKey(locked, passphrase);
        } catch (AgeFailure failure) {
            throw failure.reason() == AgeFailure.Reason.PASSPHRASE_WRONG ? wrongPassphrase(file) : unusable(failure);
        } finally {
            Arrays.fill(passphrase, (byte) 0);
        }
    }

    private static TempleException wrongPassphrase(Path file) {
        return new TempleException(
                ErrorCode.PASSPHRASE_WRONG,
                "The passphrase does not open %s.".formatted(Printable.text(file.toString())));
    }

    /// The private key with this public key, as the text of an identity file; one of SSH with its passphrase, if it
    /// has
    /// one. The caller wipes it.
    ///
    /// @throws TempleException with `KEY_NOT_FOUND`
    public byte[] secret(String publicKey) {
        var key = require(publicKey);
        var bytes = KeyFiles.read(key.file());
        return Age.isEncrypted(bytes) ? open(key.file(), bytes) : bytes;
    }

    /// Takes a key out of use. Its file stays, under the name that is returned, so that nothing is lost for good.
    ///
    /// @throws TempleException with `KEY_NOT_FOUND`
    public Path remove(String publicKey) {
        var key = require(publicKey);
        var aside = key.file().resolveSibling(key.file().getFileName() + ".removed");
        KeyFiles.move(key.file(), aside);
        return aside;
    }

    private OwnKey require(String publicKey) {
        return list().stream()
                .filter(key -> key.publicKey().equals(publicKey.strip()))
                .findFirst()
                .orElseThrow(() -> new TempleException(
                        ErrorCode.KEY_NOT_FOUND,
                        "None of your keys is %s.".formatted(Printable.text(publicKey.strip()))));
    }

    /// The public keys of the user; one is made when there is none.
    ///
    /// @return the keys, and the one that was made
    Own own() {
        var keys = list();
        var made = keys.isEmpty() ? Optional.of(generate(false)) : Optional.<OwnKey>empty();
        var all = made.map(List::of).orElse(keys);
        return new Own(
                all.stream()
                        .flatMap(key -> Keys.named(key.publicKey()).stream())
                        .toList(),
                made);
    }

    /// The user's public keys.
    record Own(List<AgeRecipient> recipients, Optional<OwnKey> made) {}

    /// Whether one of the user's keys, or of those in the files that were named, is `recipients`' own. Asks for no
    /// passphrase but that of a named file.
    boolean isAmong(List<AgeRecipient> recipients) {
        var own = publicKeys();
        return recipients.stream().map(AgeRecipient::key).anyMatch(own::contains);
    }

    /// The public keys of the user, and of the files that were named. Asks for no passphrase but that of a named
    /// file.
    Set<String> publicKeys() {
        return Stream.concat(
                        list().stream().map(OwnKey::publicKey),
                        more.stream().flatMap(file -> named(file).stream()).map(AgeRecipient::key))
                .collect(Collectors.toUnmodifiableSet());
    }

    /// All public keys that are known to be the user's: those of [#publicKeys], and those of SSH whose private half
    /// lies
    /// beside them. Asks for no passphrase but that of a named file.
    public Set<String> ownKeys() {
        return Stream.concat(publicKeys().stream(), sshFolder.stream().flatMap(KeyRing::sshKeys))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Stream<String> sshKeys(Path folder) {
        if (!Files.isDirectory(folder)) {
            return Stream.empty();
        }
        try (var files = Files.list(folder)) {
            return files
                    .filter(file -> file.toString().endsWith(PUBLIC) && Files.exists(secretFile(file)))
                    .toList()
                    .stream()
                    .flatMap(KeyRing::sshKey);
        } catch (IOException unreadable) {
            return Stream.empty();
        }
    }

    private static Path secretFile(Path publicFile) {
        var name = publicFile.getFileName().toString();
        return publicFile.resolveSibling(name.substring(0, name.length() - PUBLIC.length()));
    }

    /// The key of a file; nothing for one for which nothing can be encrypted.
    private static Stream<String> sshKey(Path file) {
        try {
            if (Files.size(file) > MOST_PUBLIC_BYTES) {
                return Stream.empty();
            }
            return Keys.lines(Files.readString(file)).stream().map(AgeRecipient::key);
        } catch (IOException | TempleException unusable) {
            return Stream.empty();
        }
    }

    private List<AgeRecipient> named(Path file) {
        var bytes = KeyFiles.read(file);
        try {
            return Age.isEncrypted(bytes) ? recipients(unlock(file)) : publicKeys(file, bytes);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /// Reads every key, before work begins that needs them at its end; asks for the passphrases that it will need.
    ///
    /// @throws TempleException with `KEY_INVALID`, `KEY_FILE_EXPOSED` or whatever else keeps a key from being read;
    /// with
    ///                         `SECRET_LOCKED` when there is none
    public void requireUsable() {
        if (identities().isEmpty()) {
            throw new TempleException(
                    ErrorCode.SECRET_LOCKED, "You have no key that could open the secrets; nothing was imported.");
        }
    }

    /// What opens secrets: the keys of the files that were named, then those of the folder, those without a
    /// passphrase first.
    List<AgeIdentity> identities() {
        var identities = new ArrayList<AgeIdentity>();
        var locked = new ArrayList<Path>();
        for (var file : Stream.concat(more.stream(), files().stream()).toList()) {
            var bytes = KeyFiles.read(file);
            try {
                if (isLocked(bytes)) {
                    locked.add(file);
                } else {
                    identities.addAll(parse(bytes));
                }
            } finally {
                Arrays.fill(bytes, (byte) 0);
            }
        }
        if (identities.isEmpty() || locked.stream().anyMatch(more::contains)) {
            locked.forEach(file -> identities.addAll(unlock(file)));
        }
        return List.copyOf(identities);
    }

    private List<AgeIdentity> unlock(Path file) {
        var bytes = KeyFiles.read(file);
        if (!Age.isEncrypted(bytes)) {
            return List.of(openSshKey(file, bytes));
        }
        var plain = open(file, bytes);
        try {
            return parse(plain);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    private List<AgeRecipient> publicKeys(Path file, byte[] bytes) {
        if (Age.isEncrypted(bytes)) {
            return Keys.lines(new String(KeyFiles.read(publicFile(file)), StandardCharsets.UTF_8));
        }
        var locked = lockedSshKey(bytes);
        if (locked.isPresent()) {
            return List.of(locked.get());
        }
        return recipients(parse(bytes));
    }

    private static List<AgeRecipient> recipients(List<AgeIdentity> identities) {
        return identities.stream()
                .flatMap(identity -> identity.recipient().stream())
                .toList();
    }

    private static List<AgeIdentity> parse(byte[] bytes) {
        try {
            var identities = AgeIdentity.parse(bytes);
            if (identities.isEmpty()) {
                throw Keys.invalid("The file holds no private key.");
            }
            return identities;
        } catch (AgeFailure failure) {
            throw unusable(failure);
        }
    }

    private static TempleException unusable(AgeFailure failure) {
        return Keys.invalid("This private key cannot be used: %s.".formatted(failure.getMessage()));
    }

    private List<Path> files() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        KeyFiles.requirePrivate(folder);
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(SECRET))
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            throw KeyFiles.unreadable(folder, unreadable);
        }
    }
}
