package dev.templedb.temple.git;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.treewalk.AbstractTreeIterator;
import org.eclipse.jgit.treewalk.FileTreeIterator;
import org.eclipse.jgit.util.FS;
import org.jspecify.annotations.Nullable;

/// The files of a work tree for JGit, which would open a pipe and wait for ever: pipes and devices have no content. It
/// would also run the programs that the settings of a repository name as filters: none is run.
final class WorkTreeFiles extends FileTreeIterator {
    WorkTreeFiles(Repository repository) {
        super(repository);
    }

    private WorkTreeFiles(WorkTreeFiles parent, File root, FS fs) {
        super(parent, root, fs);
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
