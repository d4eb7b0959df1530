package dev.templedb.packages.directory;

import dev.templedb.packages.frames.FrameLimits;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Pattern;

/// How any file of a package becomes documents of a state, and back.
///
/// A state allows plain names only, so another path is kept as `_named/<hex of its UTF-8>`; and a document is at most
/// one piece,
/// so a longer file is kept as `<name>.part-00001-of-00003` and so on.
public final class DocumentNames {
    /// The longest that a document may be.
    public static final int LARGEST_BYTES = FrameLimits.RAW_BYTES;

    private static final int LONGEST_NAME = 400;
    private static final String NAMED = "_named/";
    private static final Pattern PLAIN =
            Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._ -]*(/[A-Za-z0-9_][A-Za-z0-9._ -]*)*");
    private static final Pattern PART = Pattern.compile("(.+)\\.part-(\\d{5})-of-(\\d{5})");

    private DocumentNames() {}

    /// The document name for `path`; empty when it is too long for one.
    static Optional<String> of(String path) {
        var name = PLAIN.matcher(path).matches() && !path.startsWith(NAMED)
                ? path
                : NAMED + HexFormat.of().formatHex(path.getBytes(StandardCharsets.UTF_8));
        return name.length() <= LONGEST_NAME - ".part-00000-of-00000".length() ? Optional.of(name) : Optional.empty();
    }

    /// The name of a part of a long document.
    public static String part(String name, int number, int count) {
        return "%s.part-%05d-of-%05d".formatted(name, number, count);
    }

    /// The path that the document `name` had, which may be unsafe: nobody vouches for a state.
    static String path(String name) {
        if (!name.startsWith(NAMED)) {
            return name;
        }
        try {
            return new String(HexFormat.of().parseHex(name.substring(NAMED.length())), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notHex) {
            return name;
        }
    }

    /// Which documents make up which path: the parts of a long one in order, when all are there.
    public static SequencedMap<String, List<String>> paths(Collection<String> names) {
        var known = new HashSet<>(names);
        var paths = new LinkedHashMap<String, List<String>>();
        for (var name : names) {
            var part = PART.matcher(name);
            if (!part.matches()) {
                paths.put(path(name), List.of(name));
                continue;
            }
            int count = Integer.parseInt(part.group(3));
            var parts = new ArrayList<String>();
            for (int number = 1; number <= count && number <= known.size(); number++) {
                parts.add(part(part.group(1), number, count));
            }
            if (parts.isEmpty() || parts.size() != count || !known.containsAll(parts)) {
                paths.put(path(name), List.of(name));
            } else if (part.group(2).equals("00001")) {
                paths.put(path(part.group(1)), parts);
            }
        }
        return paths;
    }
}
