package dev.templedb.temple.exchange;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import dev.templedb.packages.Packages;
import dev.templedb.packages.content.OpenOptions;
import dev.templedb.packages.content.PackageBase;
import dev.templedb.packages.state.ProjectState;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.history.RefResolver;
import dev.templedb.temple.objects.StoredObjects;
import dev.templedb.temple.states.ProjectStates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// What an incremental package is to build on, as the user named it.
///
/// @param named what the package says of it
/// @param roots where it begins
record ExportBase(PackageBase named, ReachedObjects.Roots roots) {
    private static final Pattern ROOT = Pattern.compile("[0-9a-f]{64}");

    /// Finds what `since` means: the path of a package, the content root of an earlier state, or else a tag, branch
    /// or
    /// commit.
    ///
    /// @throws TempleException with `BASE_UNKNOWN` when it means nothing
    static ExportBase find(
            Transaction tx,
            long project,
            ProjectStates states,
            StoredObjects stored,
            String since,
            OpenOptions options) {
        if (isPackage(since)) {
            try (var opened = Packages.open(Path.of(since), options)) {
                if (opened.isForeign()) {
                    throw unknown("%s has no content root, because another tool wrote it.", since);
                }
                return of(opened.state());
            }
        }
        if (ROOT.matcher(since).matches()) {
            return of(states.find(tx, project, Sha256.parse(since))
                    .orElseThrow(() ->
                            unknown("The project never was in the state %s, as far as this temple knows.", since)));
        }
        var commit = new RefResolver(tx, project, stored).resolve(since).commit();
        return commit.map(id -> new ExportBase(
                        new PackageBase(List.of(), List.of(id)),
                        new ReachedObjects.Roots(
                                List.of(id),
                                states.last(tx, project)
                                        .map(ProjectState::shallow)
                                        .orElse(Set.of()),
                                Set.of())))
                .orElseThrow(() -> unknown("%s is no commit.", since));
    }

    private static ExportBase of(ProjectState state) {
        return new ExportBase(new PackageBase(List.of(state.root()), List.of()), ReachedObjects.Roots.of(state));
    }

    private static boolean isPackage(String since) {
        var path = Path.of(since);
        return Files.isRegularFile(path) || Files.isDirectory(path) && Files.exists(path.resolve("manifest.json"));
    }

    private static TempleException unknown(String message, String since) {
        return new TempleException(ErrorCode.BASE_UNKNOWN, message.formatted(Printable.text(since)));
    }
}
