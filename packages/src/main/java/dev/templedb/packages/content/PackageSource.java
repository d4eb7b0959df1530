package dev.templedb.packages.content;

import dev.templedb.core.Progress;
import dev.templedb.core.Sha256;
import dev.templedb.packages.frames.Frame;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.objects.ObjectGraph;
import dev.templedb.packages.objects.ObjectSource;
import dev.templedb.packages.signatures.PackageSignature;
import dev.templedb.packages.signatures.SignedVersion;
import dev.templedb.packages.state.ProjectState;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// One project at one state, ready to be written into a package of any layout. A consistent view: nothing changes while
/// it is open.
public interface PackageSource extends AutoCloseable {
    /// The state that the package is of. Everything in a package is a function of it (and, for the single file, of
    /// the frames).
    ProjectState state();

    /// Members of an imported package's `manifest.json` and `project.json` that nobody here knew, as
    /// `{"manifest": {…}, "project": {…}}`; writers put them back.
    Json.Obj unknownFields();

    /// Parts that a package of this format brought and that nobody here knows; writers put them back. All have one
    /// version.
    default List<CarriedEntry> carried(PackageLayout.Family family) {
        return List.of();
    }

    /// What the package builds on, if it is to hold only what is new since then.
    default Optional<PackageBase> base() {
        return Optional.empty();
    }

    /// Signatures over the root of [#state] that go into the package.
    default List<PackageSignature> signatures() {
        return List.of();
    }

    /// Signatures of versions under which the root of [#state] was published, which go into the package.
    default List<SignedVersion> signedVersions() {
        return List.of();
    }

    /// The files of the tree that `HEAD` names, sorted by the bytes of their paths; none when there is no commit.
    List<PackagedFile> files();

    /// The packages that the files depend on, as `dependencies/dependencies.json` lists them: objects whose `file`
    /// is the
    /// path of a manifest. Derived, and so no part of the state.
    default Json.Arr dependencies() {
        return new Json.Arr(List.of());
    }

    /// How many of [#files] have content: all but submodules.
    default long fileCount() {
        return files().stream().filter(PackagedFile::hasContent).count();
    }

    /// Every commit, oldest first.
    List<PackagedCommit> commits();

    /// Every frame that the state needs, holding nothing that it does not reach.
    void frames(Consumer<Frame> sink);

    /// How many raw bytes [#frames] gives, for progress.
    long rawBytes();

    /// Reads single objects.
    ObjectSource objects();

    /// Puts into `graph` those trees that are better read together, in the order in which they lie, than one by one
    /// in
    /// the order of time.
    default void loadTrees(ObjectGraph graph) {}

    /// The bytes of a document or section of the state.
    byte[] document(Sha256 sha256);

    /// Facts about the writer that go into the manifest.
    Writer writer();

    /// Hears of progress while the package is written.
    Progress progress();

    @Override
    void close();

    /// Who writes.
    ///
    /// @param templedbVersion such as `0.1.0`
    /// @param schemaVersion   of the local database
    /// @param exportMethod    `full`, `no-history` or `rewrite-history`
    /// @param migrations      names of the migrations applied to the database, in order
    record Writer(String templedbVersion, int schemaVersion, String exportMethod, List<String> migrations) {
        public Writer {
            migrations = List.copyOf(migrations);
        }
    }
}
