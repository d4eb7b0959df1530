package dev.templedb.storage;

import java.util.regex.Pattern;

/// The name of an object in a store: two segments or more, such as `packs/0198…` or `uploads/0198…/000001`.
///
/// A segment has 1 to 100 lower-case letters, digits, `.`, `-` and `_`, and begins with a letter or a digit; a key has
/// at
/// most 400 characters. So a key is a harmless path on every file system, whatever it does with case, and in every
/// bucket.
/// What is a key is no folder of other keys: where there is `packs/a`, there is no `packs/a/b`.
public record ObjectKey(String text) implements Comparable<ObjectKey> {
    private static final int MOST_CHARACTERS = 400;
    private static final String SEGMENT = "[a-z0-9][a-z0-9._-]{0,99}";
    private static final Pattern KEY = Pattern.compile(SEGMENT + "(/" + SEGMENT + ")+");
    private static final Pattern FOLDER = Pattern.compile("(" + SEGMENT + "/)*");

    /// @throws IllegalArgumentException when `text` is no key
    public ObjectKey {
        if (!isKey(text)) {
            throw new IllegalArgumentException("not a key of an object: " + text);
        }
    }

    /// Whether a key may be written so.
    public static boolean isKey(String text) {
        return text.length() <= MOST_CHARACTERS && KEY.matcher(text).matches();
    }

    /// Requires that keys may begin so up to a `/`: `packs/`, `uploads/0198…/`, or nothing.
    ///
    /// @return `folder`
    /// @throws IllegalArgumentException when no key does
    public static String requireFolder(String folder) {
        if (folder.length() > MOST_CHARACTERS || !FOLDER.matcher(folder).matches()) {
            throw new IllegalArgumentException("not a folder of objects: " + folder);
        }
        return folder;
    }

    @Override
    public int compareTo(ObjectKey other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
