package dev.templedb.temple.history;

import dev.templedb.analysis.FileFacts;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.core.TempleException;
import dev.templedb.packages.objects.FileMode;
import dev.templedb.packages.objects.MalformedObject;
import dev.templedb.sqlite.Row;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.Temple;
import dev.templedb.temple.objects.StoredObjects;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Lists and shows the files of a project at any ref, and says how each came about.
///
/// Each method reads one consistent state. Names of refs are understood as [RefResolver] does, with its errors.
public final class FileReader {
    private static final String HEAD_FILES = """
            SELECT p.path, f.mode, f.blob, f.bytes, f.language, f.type, f.is_binary, f.lines, f.code_lines,
                   f.comment_lines, f.blank_lines, f.complexity
              FROM files f JOIN paths p USING (project_id, path_no)
             WHERE f.project_id = ?1
             ORDER BY p.path
            """;
    private static final String VERSIONS = """
            SELECT h.commit_no, h.mode, h.blob
              FROM paths p JOIN commit_changes h USING (project_id, path_no)
             WHERE p.project_id = ?1 AND p.path = ?2
             ORDER BY h.commit_no DESC
            """;

    private final Temple temple;

    public FileReader(Temple temple) {
        this.temple = temple;
    }

    /// The files of the tree that `HEAD` names, by path, with what their contents say. Empty for a project without
    /// history.
    public List<ListedFile> list(long project) {
        return temple.file().read(tx -> tx.query(HEAD_FILES).bind(1, project).list(FileReader::headFile));
    }

    private static ListedFile headFile(Row row) {
        int mode = row.intValue(2);
        var kind = kind(mode);
        var isFile = kind == FileMode.FILE || kind == FileMode.EXECUTABLE;
        return new ListedFile(
                FilePath.of(row.bytes(1)),
                mode,
                kind,
                GitId.ofBytes(row.bytes(3)),
                row.longValue(4),
                isFile ? Optional.of(facts(row)) : Optional.empty());
    }

    private static FileFacts facts(Row row) {
        return new FileFacts(
                row.nullableText(5),
                row.text(6),
                row.booleanValue(7),
                row.longValue(4),
                row.longValue(8),
                row.longValue(9),
                row.longValue(10),
                row.longValue(11),
                row.longValue(12));
    }

    private static FileMode kind(int mode) {
        try {
            return FileMode.of(mode);
        } catch (MalformedObject impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// The files of the tree that `ref` leads to, by path, without what their contents say.
    public List<ListedFile> list(long project, String ref) {
        return reading((tx, objects) -> {
            var looks = new ObjectLooks(tx, objects);
            var files = new ArrayList<ListedFile>();
            new TreeReader(objects)
                    .files(
                            new RefResolver(tx, project, objects).resolve(ref).requireTree(),
                            file -> files.add(listed(file, looks)));
            files.sort(Comparator.comparing(ListedFile::path));
            return files;
        });
    }

    private static ListedFile listed(TreeFile file, ObjectLooks looks) {
        long bytes = file.kind() == FileMode.SUBMODULE ? 0 : looks.bytes(file.target());
        return new ListedFile(file.path(), file.mode(), file.kind(), file.target(), bytes, Optional.empty());
    }

    /// The file at `path` in the tree that `ref` leads to.
    ///
    /// @throws TempleException with `FILE_NOT_FOUND` when there is none, or a directory
    public ListedFile find(long project, String ref, FilePath path) {
        return reading((tx, objects) -> listed(file(tx, objects, project, ref, path), new ObjectLooks(tx, objects)));
    }

    /// Writes the content of the file at `path` in the tree that `ref` leads to, exactly; for a symbolic link, its
    /// target.
    /// Takes constant memory whatever the size.
    ///
    /// @throws TempleException with `FILE_NOT_FOUND` when there is none, or a directory or submodule
    /// @throws IOException when `out` cannot be written to
    public void show(long project, String ref, FilePath path, OutputStream out) throws IOException {
        try {
            reading((tx, objects) -> {
                var file = file(tx, objects, project, ref, path);
                if (file.kind() == FileMode.SUBMODULE) {
                    throw new TempleException(
                            ErrorCode.FILE_NOT_FOUND,
                            "%s is a submodule: its files lie in another repository.".formatted(path));
                }
                try (var content = objects.openBlob(file.target())) {
                    return content.transferTo(out);
                } catch (IOException failure) {
                    throw new UncheckedIOException(failure);
                }
            });
        } catch (UncheckedIOException failure) {
            throw failure.getCause();
        }
    }

    private static TreeFile file(Transaction tx, StoredObjects objects, long project, String ref, FilePath path) {
        var tree = new RefResolver(tx, project, objects).resolve(ref).requireTree();
        var found = new TreeReader(objects).find(tree, path).orElseThrow(() -> HistoryReader.noFile(path));
        if (found.kind() == FileMode.DIRECTORY) {
            throw new TempleException(ErrorCode.FILE_NOT_FOUND, "%s is a directory.".formatted(path));
        }
        return found;
    }

    /// Every version of the file that the commits of any branch or tag made, newest first. A commit counts when it
    /// changed the file against its first parent; renames are not followed.
    ///
    /// @throws TempleException with `FILE_NOT_FOUND` when no commit ever had the file
    public List<FileVersion> versions(long project, FilePath path) {
        return reading((tx, objects) -> versions(tx, objects, project, path));
    }

    private static List<FileVersion> versions(Transaction tx, StoredObjects objects, long project, FilePath path) {
        record Change(int commit, int mode, Optional<GitId> blob) {}
        var changes = tx.query(VERSIONS)
                .bind(1, project)
                .bind(2, path.bytes())
                .list(row -> new Change(
                        row.intValue(1),
                        row.intValue(2),
                        Optional.ofNullable(row.nullableBytes(3)).map(GitId::ofBytes)));
        if (changes.isEmpty()) {
            throw HistoryReader.noFile(path);
        }
        var commits = new CommitReader(tx, project);
        var looks = new ObjectLooks(tx, objects);
        return changes.stream()
                .map(change -> new FileVersion(
                        commits.commit(change.commit()),
                        change.mode(),
                        change.blob(),
                        change.blob()
                                .filter(blob -> kind(change.mode()) != FileMode.SUBMODULE)
                                .map(looks::bytes)
                                .orElse(0L)))
                .toList();
    }

    @FunctionalInterface
    private interface Reading<T> {
        T from(Transaction tx, StoredObjects objects);
    }

    private <T> T reading(Reading<T> work) {
        return temple.file().read(tx -> {
            try (var objects = new StoredObjects(tx)) {
                return work.from(tx, objects);
            }
        });
    }
}
