package dev.templedb.core;

import java.util.regex.Pattern;

/// What addresses must not tell.
public final class Addresses {
    /// Up to the last `@` before the path, since a password may hold one.
    private static final Pattern CREDENTIALS = Pattern.compile("(?<=://)[^/\\s]+@");

    private Addresses() {}

    /// `text` without the user names and passwords of the addresses that it is or quotes.
    public static String withoutCredentials(String text) {
        return CREDENTIALS.matcher(text).replaceAll("");
    }
}
