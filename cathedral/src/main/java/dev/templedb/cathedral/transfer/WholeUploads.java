package dev.templedb.cathedral.transfer;

import dev.templedb.api.NewProjectJson;
import dev.templedb.api.PushVersionJson;
import dev.templedb.cathedral.permissions.Caller;
import dev.templedb.cathedral.permissions.Permissions;
import dev.templedb.cathedral.permissions.ProjectAction;
import dev.templedb.cathedral.permissions.ProjectAddress;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Progress;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import dev.templedb.packages.content.OpenOptions;
import dev.templedb.packages.file.PackageFileReader;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.signatures.PackageSignature;
import dev.templedb.storage.StorageErrors;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Publishes a version from a whole package that comes as one file. The project moves to the package's state when that
/// comes after its own; otherwise use a push.
public final class WholeUploads {
    /// Room for the manifest of nearly every package.
    private static final int AHEAD = 256 << 10;

    /// What is no package is known by so many bytes.
    private static final int HEAD = 64;

    /// After so many bytes that were not announced it is asked whether there is room for them.
    private static final int STEP = 1 << 20;

    private final Jdbi jdbi;
    private final Permissions permissions;
    private final Pushes pushes;
    private final TransferConfig config;
    private final PostgresStateStore states = new PostgresStateStore();

    public WholeUploads(Jdbi jdbi, Permissions permissions, Pushes pushes, TransferConfig config) {
        this.jdbi = jdbi;
        this.permissions = permissions;
        this.pushes = pushes;
        this.config = config;
    }

    /// Takes the package. Who may not push, or has no room, is refused before its bytes are read.
    ///
    /// @param visibility of a project that has to be made for it; null for private
    /// @param announced  how many bytes are to come; empty when that is not known
    Pushes.Pushed take(
            Caller caller,
            ProjectAddress address,
            PushVersionJson version,
            @Nullable String visibility,
            OptionalLong announced,
            InputStream content) {
        var create = new NewProjectJson(null, null, null, null, visibility, null, null, null, null);
        boolean isThere = jdbi.inTransaction(handle -> {
            boolean isSeen = permissions.allows(handle, caller, address, ProjectAction.READ);
            if (isSeen) {
                permissions.require(handle, caller, address, ProjectAction.PUBLISH);
            }
            return isSeen;
        });
        LongConsumer room = bytes -> pushes.requireRoom(caller, address, isThere ? null : create, bytes);
        room.accept(announced.orElse(1));
        try {
            var file = Files.createTempFile(config.scratch(), "upload-", ".cathedral");
            try {
                new Arriving(content, file, announced.orElse(0), room)
                        .copy(() -> requirePublishable(caller, address, version, isThere ? null : create, file));
                return push(caller, address, version, isThere ? null : create, file);
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException failure) {
            throw new TempleException(ErrorCode.UPLOAD_PART_DIFFERS, "The package was cut off.", failure);
        }
    }

    /// A package on its way into a file.
    private final class Arriving {
        private final InputStream content;
        private final Path file;
        private final LongConsumer room;
        /// For so many bytes there is room.
        private long granted;
        private long bytes;

        /// @param room refuses as many bytes as there is no room for
        Arriving(InputStream content, Path file, long granted, LongConsumer room) {
            this.content = content;
            this.file = file;
            this.granted = granted;
            this.room = room;
        }

        /// @param ahead looks at the first bytes that are there, and refuses what can be refused by them
        void copy(Runnable ahead) throws IOException {
            try (var out = Files.newOutputStream(file)) {
                write(content.readNBytes(HEAD), out);
                if (!PackageFileReader.recognizes(file)) {
                    throw new TempleException(
                            ErrorCode.PACKAGE_NOT_RECOGNIZED, "What was sent does not begin as a package.");
                }
                write(content.readNBytes(AHEAD), out);
                ahead.run();
                for (var some = content.readNBytes(1 << 16); some.length > 0; some = content.readNBytes(1 << 16)) {
                    write(some, out);
                }
            }
        }

        private void write(byte[] some, OutputStream out) throws IOException {
            bytes += some.length;
            if (bytes > config.mostBytes()) {
                throw new TempleException(
                        ErrorCode.PACKAGE_TOO_LARGE, "A package has %d bytes at most.".formatted(config.mostBytes()));
            }
            if (bytes - granted >= STEP) {
                room.accept(bytes);
                granted = bytes;
            }
            try {
                out.write(some);
            } catch (IOException disk) {
                throw StorageErrors.file("The package can not be kept until it is whole", disk);
            }
        }
    }

    /// A manifest stands at the beginning of its package and names its state and its signatures.
    private void requirePublishable(
            Caller caller,
            ProjectAddress address,
            PushVersionJson version,
            @Nullable NewProjectJson create,
            Path file) {
        PackageFileReader.manifestAhead(file)
                .ifPresent(manifest -> manifest.text("content_root")
                        .ifPresent(root -> pushes.requirePublishable(
                                caller,
                                address,
                                Wire.push(null, root, create, signed(version, address, manifest), null),
                                CarriedSignatures.of(manifest))));
    }

    /// With the signature that the package carries of this version of this project, if none came with it.
    private static PushVersionJson signed(PushVersionJson version, ProjectAddress address, Json.Obj manifest) {
        if (version.signature() != null) {
            return version;
        }
        return CarriedSignatures.ofVersion(manifest, address, version.version())
                .map(carried -> new PushVersionJson(version.version(), version.notes(), carried.armored()))
                .orElse(version);
    }

    private Pushes.Pushed push(
            Caller caller,
            ProjectAddress address,
            PushVersionJson version,
            @Nullable NewProjectJson create,
            Path file) {
        var options = new OpenOptions(false, config.scratch(), config.mostBytes(), config.mostObjects(), Progress.NONE);
        try (var opened = PackageFileReader.open(file, options)) {
            var state = opened.state();
            var current = create != null
                    ? Optional.<Sha256>empty()
                    : jdbi.inTransaction(handle -> states.current(
                            handle,
                            permissions
                                    .require(handle, caller, address, ProjectAction.PUBLISH)
                                    .project()));
            boolean follows = current.isEmpty()
                    || current.get().equals(state.root())
                    || state.parents().contains(current.get());
            var signed = signed(version, address, opened.manifest());
            var signature = Optional.ofNullable(signed.signature())
                    .or(() -> CarriedSignatures.of(opened.manifest()).stream()
                            .findFirst()
                            .map(PackageSignature::armored))
                    .orElse(null);
            var request = Wire.push(
                    follows ? current.map(Sha256::hex).orElse(null) : null,
                    state.root().hex(),
                    create,
                    new PushVersionJson(version.version(), version.notes(), signature),
                    null);
            return current.equals(Optional.of(state.root()))
                    ? pushes.commit(caller, address, null, request)
                    : pushes.push(caller, address, request, file);
        }
    }
}
