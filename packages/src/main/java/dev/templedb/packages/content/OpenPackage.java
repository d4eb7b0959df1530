package dev.templedb.packages.content;

import dev.templedb.packages.frames.Frame;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.state.ProjectState;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// A package opened for reading, whatever its layout. Nobody vouches for it: structure, names, lengths and hashes
/// of what is handed out are checked first, and every problem is a `TempleException` that names the part.
///
/// What only the whole can show (that ids are true, that nothing is missing or superfluous) is for the one who takes
/// the
/// frames in: see [PackageVerifier].
public interface OpenPackage extends AutoCloseable {
    /// How the package lies on disk.
    PackageLayout layout();

    /// `manifest.json` as it stands.
    Json.Obj manifest();

    /// `project.json` as it stands.
    Json.Obj project();

    /// The state that the package carries; for a package of the Python tool, one that was made from its files.
    ProjectState state();

    /// Whether the package had no state of its own, because another tool wrote it.
    boolean isForeign();

    /// Members of `manifest.json` and `project.json` that this version does not know, as
    /// `{"manifest": {…}, "project": {…}}`.
    Json.Obj unknownFields();

    /// Parts of a newer minor version, in their order. They were checked like all others.
    default List<CarriedEntry> carried() {
        return List.of();
    }

    /// What an incremental package builds on: it holds only what is new since then. Empty for a whole package.
    default Optional<PackageBase> base() {
        return Optional.empty();
    }

    /// What was left out, and why; only where the caller asked for a partial reading.
    List<LeftOut> leftOut();

    /// Whether frames cannot hold all that the state names, because parts they are made of were left out.
    default boolean lacksContent() {
        return false;
    }

    /// What a person should know although nothing is lost.
    List<String> notices();

    /// Hands out every frame once, in order. The compressed bytes are those that the package's index names.
    void frames(Consumer<Frame> sink);

    /// How many raw bytes [#frames] gives, for progress.
    long rawBytes();

    /// Size of the package on disk, in bytes.
    long packageBytes();

    @Override
    void close();

    /// Something that a partial reading left out.
    ///
    /// @param what   the part, such as a path
    /// @param reason why, as the end of a sentence
    record LeftOut(String what, String reason) {}
}
