package dev.templedb.core;

import java.util.regex.Pattern;

/// What addresses must not tell.
public final class Addresses {
    /// Up to the last `@` before the path, since a password may hold one.
    private static final Pattern CREDENTIALS = Pattern.compile("(?<=://)[^/\\s]+@");

    private static final Pattern LOCAL = Pattern.compile("(?is)\\s*([/.~\\\\]|(git\\+)?file:|[a-z]:).*");

    private Addresses() {}

    /// Whether `text` is a path on somebody's machine, or a `file:` address of one. Strangers would learn from it
    /// who
    /// lives in which home directory.
    public static boolean isLocal(String text) {
        return LOCAL.matcher(text).matches();
    }

    /// `text` without the user names and passwords of the addresses that it is or quotes.
    public static String withoutCredentials(String text) {
        return CREDENTIALS.matcher(text).replaceAll("");
    }
}
