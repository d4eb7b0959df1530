package dev.templedb.temple.git;

import dev.templedb.core.GitId;
import dev.templedb.core.Progress;
import dev.templedb.core.TempleException;
import dev.templedb.packages.disk.AtomicDirectory;
import dev.templedb.packages.disk.DiskErrors;
import dev.templedb.packages.disk.Existing;
import dev.templedb.packages.state.Head;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.Temple;
import dev.templedb.temple.checkout.TreeWriter;
import dev.templedb.temple.history.RefResolver;
import dev.templedb.temple.history.SqliteRefStore;
import dev.templedb.temple.objects.StoredObjects;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;

/// Writes a project as a git repository with every object and ref it has.
///
/// Objects have the very bytes that git gave them, so all ids are the originals and signatures stay valid. They lie in
/// one pack; refs in
/// `packed-refs`. Git's own settings of the original (remotes, hooks, reflogs, stashes) are not part of a project.
public final class GitExport {
    private static final String FIRST_BRANCH = "refs/heads/main";

    private final Temple temple;

    public GitExport(Temple temple) {
        this.temple = temple;
    }

    /// Writes the repository.
    ///
    /// It appears whole and on the disk, or not at all, as with [dev.templedb.temple.checkout.ProjectCheckout].
    /// Memory
    /// does not grow with the size of the files; it takes 60 bytes an object.
    ///
    /// @param target a directory that does not exist, in one that does, or an empty one, which is replaced
    /// @param bare   whether to leave out a work tree
    /// @throws TempleException `TARGET_NOT_EMPTY`; `TARGET_UNWRITABLE`; `DISK_FULL`; `TEMPLE_CORRUPT`;
    /// `PATH_NOT_PORTABLE` when
    ///         the file system cannot hold names of the work tree
    public GitExportReport run(long project, Path target, boolean bare, Progress progress) {
        return temple.file().read(tx -> {
            try (var objects = new StoredObjects(tx);
                    var directory = AtomicDirectory.begin(target, Existing.REPLACE_EMPTY)) {
                var report = new Writing(tx, project, objects, target, progress).write(directory.path(), bare);
                directory.commit();
                return report;
            }
        });
    }

    /// One export.
    private record Writing(Transaction tx, long project, StoredObjects objects, Path target, Progress progress) {
        GitExportReport write(Path root, boolean bare) {
            try {
                Optional<TreeWriter.Written> workTree = bare ? Optional.empty() : writeWorkTree(root);
                var git = bare ? root : Files.createDirectory(root.resolve(".git"));
                var refs = new SqliteRefStore(tx, project);
                Files.createDirectories(git.resolve("refs/heads"));
                Files.createDirectory(git.resolve("refs/tags"));
                var packs = Files.createDirectories(git.resolve("objects/pack"));
                Files.writeString(git.resolve("config"), config(bare));
                Files.writeString(git.resolve("HEAD"), head(refs));
                Files.write(git.resolve("packed-refs"), GitExportRefs.lines(refs.refs(), objects));
                writeShallow(git, refs);
                var pack = GitExportPack.write(tx, project, objects, packs, progress);
                if (workTree.isPresent()) {
                    GitExportIndex.write(git.resolve("index"), workTree.get().files());
                }
                return new GitExportReport(
                        target,
                        pack.objects(),
                        pack.bytes(),
                        refs.refs().size(),
                        workTree.map(TreeWriter.Written::summary));
            } catch (IOException failure) {
                throw DiskErrors.writingDirectory(target, failure);
            }
        }

        private Optional<TreeWriter.Written> writeWorkTree(Path root) {
            var commit = new SqliteRefStore(tx, project).headCommit();
            return commit.map(id -> new TreeWriter(tx, objects, target).write(treeOf(id), root, progress));
        }

        private GitId treeOf(GitId commit) {
            return new RefResolver(tx, project, objects).resolve(commit.hex()).requireTree();
        }

        private static String config(boolean bare) {
            return """
                    [core]
                    	repositoryformatversion = 0
                    	filemode = true
                    	bare = %s
                    """.formatted(bare) + (bare ? "" : "\tlogallrefupdates = true\n");
        }

        private static String head(SqliteRefStore refs) {
            return switch (refs.head().orElse(new Head.Branch(FIRST_BRANCH))) {
                case Head.Branch(var ref) -> "ref: " + ref + "\n";
                case Head.Detached(var commit) -> commit + "\n";
            };
        }

        private static void writeShallow(Path git, SqliteRefStore refs) throws IOException {
            var shallow = refs.shallow();
            if (!shallow.isEmpty()) {
                var lines = shallow.stream().sorted().map(id -> id + "\n").collect(Collectors.joining());
                Files.write(git.resolve("shallow"), lines.getBytes(StandardCharsets.US_ASCII));
            }
        }
    }
}
