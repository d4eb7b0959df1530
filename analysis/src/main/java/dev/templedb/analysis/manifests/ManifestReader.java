package dev.templedb.analysis.manifests;

/// Reads one manifest or lock file, whoever wrote it.
///
/// What is not what it should be is passed over where the rest still has a meaning. Time and memory grow with the size
/// of
/// the file alone; nesting and the number of packages are bounded.
public final class ManifestReader {
    /// Files above this many bytes are not read: memory is a multiple of them.
    public static final int LARGEST_BYTES = 8 << 20;

    private ManifestReader() {}

    /// What `content` says.
    ///
    /// @throws UnreadableManifest when it is not in its format, or exceeds a bound
    public static Manifest read(ManifestFormat format, byte[] content) throws UnreadableManifest {
        if (content.length > LARGEST_BYTES) {
            throw new UnreadableManifest("it has more than %d MiB".formatted(LARGEST_BYTES >> 20));
        }
        var manifest = read(format.reader(), content);
        if (manifest.mentions().size() > LockGraph.MOST_PACKAGES) {
            throw new UnreadableManifest("it names more than %d packages".formatted(LockGraph.MOST_PACKAGES));
        }
        return manifest;
    }

    /// Whatever a hostile file makes a library throw, it is the file that is at fault.
    private static Manifest read(ManifestFormat.Reader reader, byte[] content) throws UnreadableManifest {
        try {
            return reader.read(content);
        } catch (RuntimeException | StackOverflowError unexpected) {
            throw new UnreadableManifest("it is not well-formed");
        }
    }
}
