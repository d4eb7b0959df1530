package dev.templedb.temple.git;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import dev.templedb.packages.frames.FrameLimits;
import dev.templedb.packages.objects.ObjectKind;
import dev.templedb.packages.objects.ObjectSource;
import dev.templedb.packages.state.Head;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.MutableObjectId;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.storage.file.WindowCacheConfig;

/// A git repository on disk, opened for reading only.
///
/// Content is handed out as JGit finds it; whoever stores it verifies that it has the id it was asked for.
/// Not thread-safe.
public final class GitRepository implements ObjectSource, AutoCloseable {
    /// Objects up to this length are read into memory, larger ones as streams.
    private static final int STREAM_THRESHOLD_BYTES = 8 << 20;

    static {
        QuietSystem.install();
        var cache = new WindowCacheConfig();
        cache.setPackedGitWindowSize(32 << 10);
        cache.setPackedGitLimit(8L << 20);
        cache.setDeltaBaseCacheLimit(8 << 20);
        cache.setStreamFileThreshold(STREAM_THRESHOLD_BYTES);
        cache.install();
    }

    private final Path place;
    private final Repository repository;
    private final ObjectReader reader;
    private final MutableObjectId wanted = new MutableObjectId();

    private GitRepository(Path place, Repository repository) {
        this.place = place;
        this.repository = repository;
        this.reader = repository.newObjectReader();
    }

    /// Whether `directory` is a git repository: a work tree with `.git`, or a bare repository.
    public static boolean isRepository(Path directory) {
        return Files.exists(directory.resolve(Constants.DOT_GIT)) || GitPlaces.isGitDirectory(directory);
    }

    /// Opens the repository at `directory`.
    ///
    /// @throws TempleException with `GIT_FORMAT_UNSUPPORTED` for a repository that is not SHA-1 or has an extension
    /// that nobody here knows, with
    ///         `GIT_REPOSITORY_BROKEN` when it cannot be opened, and with `GIT_LEADS_OUTSIDE` when it would have
    ///         another repository read
    public static GitRepository open(Path directory) {
        try {
            var builder = new FileRepositoryBuilder().setMustExist(true);
            var places = GitPlaces.of(directory);
            places.requireOwn(directory);
            refuseOtherFormats(directory, GitConfigFile.of(places.common()));
            builder.setGitDir(places.git().toFile());
            if (!GitPlaces.isGitDirectory(directory)) {
                builder.setWorkTree(directory.toFile());
            }
            return new GitRepository(directory, builder.build());
        } catch (IOException | IllegalArgumentException unreadable) {
            throw new TempleException(
                    ErrorCode.GIT_REPOSITORY_BROKEN,
                    "The git repository %s cannot be opened: %s."
                            .formatted(Printable.text(directory.toString()), firstSentence(unreadable)),
                    unreadable);
        }
    }

    /// Refuses the repository at `directory` when it would have another repository read; for those that git itself
    /// is
    /// about to read.
    ///
    /// @throws TempleException with `GIT_LEADS_OUTSIDE`
    static void requireOwn(Path directory) {
        try {
            GitPlaces.of(directory).requireOwn(directory);
        } catch (IOException unreadable) {
            // Git says what is wrong with it.
        }
    }

    /// JGit knows SHA-1 only, and says nothing useful about the rest.
    private static void refuseOtherFormats(Path directory, GitConfigFile config) {
        config.unsupported().ifPresent(what -> {
            throw new TempleException(
                    ErrorCode.GIT_FORMAT_UNSUPPORTED,
                    "The git repository %s has %s, which is not supported."
                            .formatted(Printable.text(directory.toString()), Printable.text(what)));
        });
        var format = config.extension("objectformat").orElse("sha1");
        if (!format.equals("sha1")) {
            throw new TempleException(
                    ErrorCode.GIT_FORMAT_UNSUPPORTED,
                    "The git repository %s names its objects by %s, which is not supported."
                            .formatted(Printable.text(directory.toString()), Printable.text(format)));
        }
    }

    /// The repository as JGit has it, for what only JGit can say.
    public Repository jgit() {
        return repository;
    }

    /// Whether the repository's `info/grafts` gives commits other parents than they have; only git heeds it.
    public boolean hasGrafts() {
        return Files.exists(repository.getCommonDirectory().toPath().resolve("info/grafts"));
    }

    /// The work tree, unless the repository is bare.
    public Optional<Path> workTree() {
        return repository.isBare()
                ? Optional.empty()
                : Optional.of(repository.getWorkTree().toPath());
    }

    /// Reads all refs, once.
    ///
    /// @throws TempleException when they cannot be read
    public GitSnapshot snapshot() {
        try {
            SortedMap<String, GitId> refs = new TreeMap<>();
            List<GitSnapshot.LeftOutRef> leftOut = new ArrayList<>();
            for (Ref ref : repository.getRefDatabase().getRefs()) {
                if (ref.getName().startsWith(Constants.R_REFS)) {
                    take(ref, refs, leftOut);
                }
            }
            var origin = Optional.ofNullable(
                    repository.getConfig().getString("remote", Constants.DEFAULT_REMOTE_NAME, "url"));
            return new GitSnapshot(refs, head(), shallow(), leftOut, origin);
        } catch (IOException unreadable) {
            throw broken("its refs cannot be read", unreadable);
        }
    }

    private void take(Ref ref, SortedMap<String, GitId> refs, List<GitSnapshot.LeftOutRef> leftOut) {
        var name = ref.getName();
        if (name.startsWith(Constants.R_REMOTES)) {
            leftOut.add(new GitSnapshot.LeftOutRef(name, "it is a copy of a remote's branch", false));
        } else if (name.equals(Constants.R_STASH)) {
            leftOut.add(
                    new GitSnapshot.LeftOutRef(name, "stashed work stays in the repository it was stashed in", false));
        } else if (ref.isSymbolic()) {
            leftOut.add(new GitSnapshot.LeftOutRef(
                    name, "it is another name for %s".formatted(ref.getTarget().getName()), true));
        } else if (!Repository.isValidRefName(name)) {
            leftOut.add(new GitSnapshot.LeftOutRef(name, "git does not allow such a name", true));
        } else if (name.indexOf('\uFFFD') >= 0) {
            leftOut.add(new GitSnapshot.LeftOutRef(name, "its name is not UTF-8", true));
        } else if (ref.getObjectId() != null) {
            refs.put(name, id(ref.getObjectId()));
        }
    }

    private Head head() throws IOException {
        var head = repository.exactRef(Constants.HEAD);
        if (head == null) {
            throw broken("it has no HEAD", null);
        }
        if (head.isSymbolic()) {
            var branch = head.getTarget().getName();
            if (!branch.startsWith(Constants.R_REFS) || !Repository.isValidRefName(branch)) {
                throw broken("its HEAD names %s, which cannot be a branch".formatted(Printable.text(branch)), null);
            }
            return new Head.Branch(branch);
        }
        var commit = head.getObjectId();
        if (commit == null) {
            throw broken("its HEAD names nothing", null);
        }
        return new Head.Detached(id(commit));
    }

    private Set<GitId> shallow() throws IOException {
        var shallow = new HashSet<GitId>();
        for (ObjectId commit : repository.getObjectDatabase().getShallowCommits()) {
            shallow.add(id(commit));
        }
        return shallow;
    }

    @Override
    public RawObject read(GitId id) {
        try {
            var loader = open(id);
            var kind = kind(loader.getType());
            if (kind != ObjectKind.BLOB && loader.getSize() > FrameLimits.most(kind)) {
                throw tooLarge(id, kind, loader.getSize());
            }
            return new RawObject(kind, loader.getCachedBytes(Integer.MAX_VALUE - 16));
        } catch (IOException unreadable) {
            throw unreadable(id, unreadable);
        }
    }

    @Override
    public Optional<byte[]> readBlob(GitId id, int most) {
        try {
            var loader = open(id);
            return loader.getSize() > most ? Optional.empty() : Optional.of(loader.getCachedBytes(most));
        } catch (IOException unreadable) {
            throw unreadable(id, unreadable);
        }
    }

    @Override
    public long blobBytes(GitId id) {
        try {
            return open(id).getSize();
        } catch (IOException unreadable) {
            throw unreadable(id, unreadable);
        }
    }

    @Override
    public InputStream openBlob(GitId id) throws IOException {
        return open(id).openStream();
    }

    private ObjectLoader open(GitId id) throws IOException {
        wanted.fromRaw(id.bytes(), 0);
        return reader.open(wanted);
    }

    private static ObjectKind kind(int type) {
        return switch (type) {
            case Constants.OBJ_COMMIT -> ObjectKind.COMMIT;
            case Constants.OBJ_TREE -> ObjectKind.TREE;
            case Constants.OBJ_TAG -> ObjectKind.TAG;
            default -> ObjectKind.BLOB;
        };
    }

    static GitId id(ObjectId id) {
        var raw = new byte[GitId.BYTES];
        id.copyRawTo(raw, 0);
        return GitId.ofBytes(raw);
    }

    /// Whether the repository has the object.
    public boolean has(GitId id) {
        try {
            return reader.has(ObjectId.fromRaw(id.bytes()));
        } catch (IOException unreadable) {
            throw unreadable(id, unreadable);
        }
    }

    /// Said before it is read, so that memory does not hang on what somebody put into a repository.
    private static TempleException tooLarge(GitId id, ObjectKind kind, long bytes) {
        return new TempleException(
                ErrorCode.PACKAGE_TOO_LARGE,
                "The %s %s has %d bytes; %d are the most that one may have."
                        .formatted(kind.word(), id, bytes, FrameLimits.most(kind)));
    }

    private TempleException unreadable(GitId id, IOException cause) {
        if (cause instanceof MissingObjectException && GitConfigFile.isPartialClone(repository.getConfig())) {
            return new TempleException(
                    ErrorCode.GIT_FORMAT_UNSUPPORTED,
                    "The git repository %s is a partial clone: object %s is only on its remote. Fetch everything with `git fetch --refetch --no-filter`."
                            .formatted(Printable.text(place.toString()), id),
                    cause);
        }
        return broken(
                cause instanceof MissingObjectException
                        ? "object %s is missing".formatted(id)
                        : "object %s cannot be read (%s)".formatted(id, firstSentence(cause)),
                cause);
    }

    private TempleException broken(String why, @org.jspecify.annotations.Nullable Throwable cause) {
        return new TempleException(
                ErrorCode.GIT_REPOSITORY_BROKEN,
                "The git repository %s is damaged: %s.".formatted(Printable.text(place.toString()), why),
                cause);
    }

    private static String firstSentence(Throwable problem) {
        var message = String.valueOf(problem.getMessage());
        return Printable.text(message.endsWith(".") ? message.substring(0, message.length() - 1) : message);
    }

    @Override
    public void close() {
        reader.close();
        repository.close();
    }
}
