package dev.templedb.temple.git;

import java.io.File;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;

/// Keeps JGit from starting `git`, from writing test files into the repositories that it reads, and from writing its
/// own settings into the user's home: reading a repository leaves no trace. The user's git settings still count.
final class QuietSystem extends SystemReader.Delegate {
    private static final File SYSTEM_CONFIG = new File("/etc/gitconfig");
    private static final File NO_FILE = new File("/dev/null");

    private QuietSystem(SystemReader reader) {
        super(reader);
    }

    /// Makes this process quiet. Does nothing when it is.
    static synchronized void install() {
        if (!(SystemReader.getInstance() instanceof QuietSystem)) {
            SystemReader.setInstance(new QuietSystem(SystemReader.getInstance()));
        }
    }

    /// JGit would start `git` to find out where this file is.
    @Override
    public FileBasedConfig openSystemConfig(Config parent, FS fs) {
        return new FileBasedConfig(parent, SYSTEM_CONFIG, fs);
    }

    @Override
    public FileBasedConfig openUserConfig(Config parent, FS fs) {
        return new FixedResolution(super.openUserConfig(parent, fs), fs);
    }

    @Override
    public FileBasedConfig openJGitConfig(Config parent, FS fs) {
        return new FixedResolution(parent, fs);
    }

    /// Says what its parent says, and how exact the file system's times are, which JGit would otherwise measure by
    /// writing into the repository and remember in a file of the user's. A second is the most that is in use, and
    /// so
    /// always safe.
    private static final class FixedResolution extends FileBasedConfig {
        FixedResolution(Config parent, FS fs) {
            super(parent, NO_FILE, fs);
        }

        @Override
        public void load() {}

        @Override
        public boolean isOutdated() {
            return false;
        }

        @Override
        public void save() {}

        @Override
        public long getTimeUnit(String section, String subsection, String name, long fallback, TimeUnit unit) {
            return section.equals("filesystem")
                    ? unit.convert(1, TimeUnit.SECONDS)
                    : super.getTimeUnit(section, subsection, name, fallback, unit);
        }
    }
}
