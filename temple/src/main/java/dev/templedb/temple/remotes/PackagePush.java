package dev.templedb.temple.remotes;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.Progress;
import dev.templedb.core.Sha256;
import dev.templedb.core.Slug;
import dev.templedb.core.TempleException;
import dev.templedb.packages.Packages;
import dev.templedb.packages.content.OpenOptions;
import dev.templedb.packages.content.PackageChecker;
import dev.templedb.packages.content.PackageLayout;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.state.ProjectState;
import dev.templedb.temple.Temple;
import dev.templedb.temple.audit.Audit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Pushes a package as it is, without a project of this temple.
public final class PackagePush {
    private static final int THREADS = 2;

    private final Temple temple;
    private final Path scratch;

    /// @param scratch where a package may be unpacked
    public PackagePush(Temple temple, Path scratch) {
        this.temple = temple;
        this.scratch = scratch;
    }

    /// Verifies the package and pushes it.
    ///
    /// @param target where to, for the slug that the package names
    /// @throws TempleException with `REMOTE_MOVED` when the remote project is at a state that the package does not
    /// come
    ///         after; `USAGE` for an increment and for another layout than a file
    public Sharing.Pushed push(
            Remote remote,
            NamedRemote named,
            Path path,
            Function<Slug, RemoteRef> target,
            Optional<String> visibility,
            Progress progress) {
        var state = state(path, progress);
        var ref = target.apply(new Slug(state.project().text("slug").orElse("")));
        var there = remote.find(ref).flatMap(RemoteProject::state);
        boolean isThere = there.equals(Optional.of(state.root()));
        if (there.isPresent() && !isThere && !state.parents().contains(there.get())) {
            throw new TempleException(
                    ErrorCode.REMOTE_MOVED,
                    "%s is at another state, which the package does not come after.".formatted(ref));
        }
        long resumed = remote.push(
                new PushOffer(
                        ref,
                        there,
                        List.of(),
                        state.root(),
                        FolderEntry.facts(state),
                        visibility,
                        List.of(),
                        Optional.empty(),
                        temple.user(),
                        new UnfinishedUploads(temple, named.id(), ref)),
                base -> path,
                progress);
        record(named, ref, state.root());
        return new Sharing.Pushed(
                ref,
                named.name(),
                state.root(),
                Optional.empty(),
                there.isEmpty(),
                !isThere,
                isThere ? 0 : size(path),
                resumed,
                List.of());
    }

    private ProjectState state(Path path, Progress progress) {
        try (var opened = Packages.open(path, OpenOptions.strict(scratch, progress))) {
            if (opened.isForeign() || opened.base().isPresent() || opened.layout() != PackageLayout.FILE) {
                throw new TempleException(
                        ErrorCode.USAGE,
                        "%s is not a whole package in one file; import it, and push the project."
                                .formatted(Printable.text(path.toString())));
            }
            PackageChecker.verify(opened, THREADS, progress);
            return opened.state();
        }
    }

    private void record(NamedRemote named, RemoteRef ref, Sha256 root) {
        temple.file().<Optional<String>>write(tx -> {
            new Audit(temple)
                    .record(
                            tx,
                            "cathedral push",
                            null,
                            Json.Obj.empty()
                                    .with("remote", named.name())
                                    .with("project", ref.toString())
                                    .with("content_root", root.hex()));
            return Optional.empty();
        });
    }

    private static long size(Path path) {
        try {
            return Files.size(path);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
