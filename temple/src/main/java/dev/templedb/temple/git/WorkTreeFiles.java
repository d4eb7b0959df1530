package dev.templedb.temple.git;

import dev.templedb.temple.attributes.CommitContent;
import dev.templedb.temple.ignore.IgnoreRules;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;
import org.eclipse.jgit.attributes.AttributesNode;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.CoreConfig;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.treewalk.AbstractTreeIterator;
import org.eclipse.jgit.treewalk.FileTreeIterator;
import org.eclipse.jgit.util.FS;
import org.jspecify.annotations.Nullable;

/// The files of a work tree for JGit, kept from what whoever made the repository may have in mind: pipes, which JGit
/// would
/// open and wait for, have no content here; programs that the settings name as filters are not run; JGit, which matches
/// patterns by regular expressions that try one way after the other, does not see attributes: what becomes of a file in
/// a
/// commit, [GitCommitContents] says.
final class WorkTreeFiles extends FileTreeIterator {
    private final IgnoreRules rules;
    private final GitCommitContents contents;

    WorkTreeFiles(Repository repository, GitCommitContents contents) {
        super(repository);
        this.contents = contents;
        var others = new ArrayList<Path>();
        userExcludes(repository).ifPresent(others::add);
        others.add(repository.getCommonDirectory().toPath().resolve("info/exclude"));
        rules = IgnoreRules.ofRoot(repository.getWorkTree().toPath(), others);
    }

    /// The file of `core.excludesFile`, which may well be a link.
    private Optional<Path> userExcludes(Repository repository) {
        var name = repository.getConfig().get(CoreConfig.KEY).getExcludesFile();
        if (name == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    (name.startsWith("~/") ? fs.resolve(fs.userHome(), name.substring(2)) : fs.resolve(null, name))
                            .toPath()
                            .toRealPath());
        } catch (IOException none) {
            return Optional.empty();
        }
    }

    private WorkTreeFiles(WorkTreeFiles parent, File root, FS fs) {
        super(parent, root, fs);
        contents = parent.contents;
        rules = parent.rules.below(root.toPath(), parent.rawPath(parent.pathLen));
    }

    @Override
    public AbstractTreeIterator createSubtreeIterator(ObjectReader reader) {
        return new WorkTreeFiles(this, ((FileEntry) current()).getFile(), fs);
    }

    /// None: whoever made the repository chose that program. A file that only a filter makes equal to what was
    /// committed
    /// counts as changed, once its time or length differs.
    @Override
    public @Nullable String getCleanFilterCommand() {
        return null;
    }

    private String rawPath(int length) {
        return new String(path, 0, length, StandardCharsets.ISO_8859_1);
    }

    @Override
    protected boolean isEntryIgnored(int length) {
        return rules.ignores(rawPath(length), FileMode.TREE.equals(mode));
    }

    @Override
    public @Nullable AttributesNode getEntryAttributesNode() {
        return null;
    }

    /// Whether a file that does not look as it did has another content, too.
    @Override
    public boolean isModified(DirCacheEntry entry, boolean checkContent, ObjectReader reader) throws IOException {
        if ((mode & FileMode.TYPE_MASK) != FileMode.TYPE_FILE
                || (entry.getRawMode() & FileMode.TYPE_MASK) != FileMode.TYPE_FILE) {
            return super.isModified(entry, checkContent, reader);
        }
        if (isModeDifferent(entry.getRawMode())) {
            return true;
        }
        var before = GitRepository.id(entry.getObjectId());
        try {
            return compareMetadata(entry) != MetadataDiff.EQUAL
                    && !contents.of(rawPath(pathLen), getEntryLength(), this::openEntry, Optional.of(before))
                            .id()
                            .equals(before);
        } catch (CommitContent.FileChanged changing) {
            return true;
        }
    }

    private InputStream openEntry() throws IOException {
        return current().openInputStream();
    }

    /// Called by the constructors of JGit.
    @Override
    protected void init(Entry[] list) {
        for (int i = 0; i < list.length; i++) {
            if (list[i] instanceof FileEntry file && isPipe(file)) {
                list[i] = new Empty(file.getFile());
            }
        }
        super.init(list);
    }

    /// Only what has no length is looked at again.
    private static boolean isPipe(FileEntry entry) {
        var file = entry.getFile().toPath();
        return entry.getLength() == 0
                && Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                && !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)
                && !Files.isSymbolicLink(file);
    }

    private static final class Empty extends FileEntry {
        Empty(File file) {
            super(file, FS.DETECTED);
        }

        @Override
        public InputStream openInputStream() {
            return new ByteArrayInputStream(new byte[0]);
        }
    }
}
