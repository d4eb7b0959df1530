package dev.templedb.analysis.manifests;

import java.util.Optional;
import java.util.regex.Pattern;

/// A kind of manifest or lock file, known by its name.
public enum ManifestFormat {
    PACKAGE_JSON(Ecosystem.NPM, false, "package\\.json", NpmReaders::packageJson),
    PACKAGE_LOCK(Ecosystem.NPM, true, "package-lock\\.json|npm-shrinkwrap\\.json", NpmReaders::packageLock),
    PNPM_LOCK(Ecosystem.NPM, true, "pnpm-lock\\.yaml", PnpmLock::read),
    YARN_LOCK(Ecosystem.NPM, true, "yarn\\.lock", YarnLock::read),
    POM(Ecosystem.MAVEN, false, "pom\\.xml|[^/]+\\.pom", MavenPom::read),
    GRADLE_BUILD(Ecosystem.MAVEN, false, "[^/]+\\.gradle(\\.kts)?", GradleReaders::build),
    GRADLE_LOCK(
            Ecosystem.MAVEN,
            true,
            "gradle\\.lockfile|buildscript-gradle\\.lockfile|settings-gradle\\.lockfile",
            GradleReaders::lock),
    GRADLE_CATALOG(Ecosystem.MAVEN, false, "[^/]+\\.versions\\.toml", GradleReaders::catalog),
    GRADLE_PROPERTIES(Ecosystem.MAVEN, false, "gradle\\.properties", GradleReaders::properties),
    REQUIREMENTS(
            Ecosystem.PYPI,
            false,
            "[^/]*requirements[^/]*\\.(txt|in)|requirements/[^/]+\\.(txt|in)",
            PythonReaders::requirements),
    CONSTRAINTS(Ecosystem.PYPI, false, "[^/]*constraints[^/]*\\.txt", PythonReaders::constraints),
    PYPROJECT(Ecosystem.PYPI, false, "pyproject\\.toml", PythonReaders::pyproject),
    PIPFILE(Ecosystem.PYPI, false, "Pipfile", PythonReaders::pipfile),
    POETRY_LOCK(Ecosystem.PYPI, true, "poetry\\.lock|pdm\\.lock", PythonLocks::poetry),
    UV_LOCK(Ecosystem.PYPI, true, "uv\\.lock", PythonLocks::uv),
    PIPFILE_LOCK(Ecosystem.PYPI, true, "Pipfile\\.lock", PythonLocks::pipfile),
    CARGO_TOML(Ecosystem.CARGO, false, "Cargo\\.toml", CargoReaders::manifest),
    CARGO_LOCK(Ecosystem.CARGO, true, "Cargo\\.lock", CargoReaders::lock),
    GO_MOD(Ecosystem.GO, false, "go\\.mod", GoReaders::mod),
    GO_SUM(Ecosystem.GO, true, "go\\.sum", GoReaders::sum),
    GEMFILE(Ecosystem.GEM, false, "Gemfile|gems\\.rb", GemfileReader::read),
    GEMFILE_LOCK(
            Ecosystem.GEM, true, "(Gemfile|gems\\.locked|[^/]+\\.gemfile)\\.lock|gems\\.locked", GemfileLock::read),
    COMPOSER_JSON(Ecosystem.COMPOSER, false, "composer\\.json", ComposerReaders::manifest),
    COMPOSER_LOCK(Ecosystem.COMPOSER, true, "composer\\.lock", ComposerReaders::lock),
    NUGET_PROJECT(Ecosystem.NUGET, false, "[^/]+\\.(cs|fs|vb)proj", NugetReaders::project),
    NUGET_CENTRAL(Ecosystem.NUGET, false, "Directory\\.(Packages|Build)\\.(props|targets)", NugetReaders::project),
    NUGET_CONFIG(Ecosystem.NUGET, false, "packages\\.config", NugetReaders::packagesConfig),
    NUGET_LOCK(Ecosystem.NUGET, true, "packages\\.lock\\.json", NugetReaders::lock),
    FLAKE_LOCK(Ecosystem.NIX, true, "flake\\.lock", FlakeLock::read);

    /// Reads the text of one file.
    @FunctionalInterface
    interface Reader {
        Manifest read(byte[] content) throws UnreadableManifest;
    }

    private final Ecosystem ecosystem;
    private final boolean lock;
    private final Pattern path;
    // A reference to a static method: nothing to change.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Reader reader;

    ManifestFormat(Ecosystem ecosystem, boolean lock, String name, Reader reader) {
        this.ecosystem = ecosystem;
        this.lock = lock;
        this.path = Pattern.compile("(?:.*/)?(?:" + name + ")", Pattern.DOTALL);
        this.reader = reader;
    }

    /// Whose packages it speaks of.
    public Ecosystem ecosystem() {
        return ecosystem;
    }

    /// Whether it says which versions the project gets, and not only which it asks for.
    public boolean isLock() {
        return lock;
    }

    Reader reader() {
        return reader;
    }

    /// The format of the file at `path`; nothing for all other files, and for those that package managers put there
    /// (`node_modules`, `vendor`).
    public static Optional<ManifestFormat> of(String path) {
        if (!mayBe(path) || isBrought(path)) {
            return Optional.empty();
        }
        for (var format : values()) {
            if (format.path.matcher(path).matches()) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    /// Cheap, because it is asked for every file of every project.
    private static boolean mayBe(String path) {
        int dot = path.lastIndexOf('.');
        if (dot < 0 || dot < path.lastIndexOf('/')) {
            return path.endsWith("Pipfile") || path.endsWith("Gemfile");
        }
        return switch (path.substring(dot + 1)) {
            case "rb" -> path.endsWith("gems.rb");
            case "json",
                    "xml",
                    "pom",
                    "yaml",
                    "lock",
                    "gradle",
                    "kts",
                    "lockfile",
                    "toml",
                    "properties",
                    "txt",
                    "in",
                    "mod",
                    "sum",
                    "locked",
                    "csproj",
                    "fsproj",
                    "vbproj",
                    "props",
                    "targets",
                    "config" -> true;
            default -> false;
        };
    }

    private static boolean isBrought(String path) {
        return (path.startsWith("node_modules/") || path.contains("/node_modules/"))
                || (path.startsWith("vendor/") || path.contains("/vendor/"));
    }
}
