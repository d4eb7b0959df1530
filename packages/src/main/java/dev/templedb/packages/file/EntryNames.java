package dev.templedb.packages.file;

import java.util.Locale;
import java.util.Set;

/// The entries of a package of format 2.0.0, in the order in which they stand.
final class EntryNames {
    static final String MANIFEST = "manifest.json";
    static final String STATE = "state.json";
    static final String PROJECT = "project.json";
    static final String STATISTICS = "metadata/statistics.json";
    static final String TAGS = "metadata/tags.json";
    static final String README = "metadata/readme.md";
    static final String INDEX = "objects/index";

    /// The most bytes of frames that one entry holds; a frame that would go beyond begins the next entry.
    static final long FRAMES_BYTES = 256L << 20;

    private static final Set<String> BEFORE_FRAMES = Set.of(MANIFEST, STATE, PROJECT, STATISTICS, TAGS, README, INDEX);

    private EntryNames() {}

    /// The entry with the frames of part `number`, counted from 1.
    static String frames(int number) {
        return String.format(Locale.ROOT, "objects/%04d.frames", number);
    }

    static boolean isFrames(String name) {
        return name.startsWith("objects/") && name.endsWith(".frames");
    }

    static boolean isKnown(String name) {
        return BEFORE_FRAMES.contains(name) || isFrames(name);
    }
}
