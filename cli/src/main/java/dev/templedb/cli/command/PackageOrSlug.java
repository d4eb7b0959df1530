package dev.templedb.cli.command;

/// What an argument means that may be a package, a project on a remote, or a local project (decision 11).
///
/// What begins with `.`, `/` or `~`, or ends as packages do, is a path; what has `://` an address; what has a `/` a
/// project on
/// a remote, `OWNER/PROJECT[:VERSION]`; anything else the slug of a local project.
public sealed interface PackageOrSlug {
    /// A file or directory; `~` stands for the home directory, as in a shell.
    record PackagePath(String path) implements PackageOrSlug {}

    /// An address to fetch from, such as `https://example.org/x.cathedral`.
    record Address(String url) implements PackageOrSlug {}

    /// A project on a server or in a shared folder.
    ///
    /// @param version without a leading `v`; empty when none was given
    record Remote(String owner, String project, String version) implements PackageOrSlug {}

    /// A project of this temple.
    record Local(String slug) implements PackageOrSlug {}

    /// Reads an argument.
    static PackageOrSlug of(String argument) {
        if (argument.contains("://")) {
            return new Address(argument);
        }
        if (isPath(argument)) {
            return new PackagePath(argument);
        }
        int slash = argument.indexOf('/');
        if (slash < 0) {
            return new Local(argument);
        }
        String project = argument.substring(slash + 1);
        int colon = project.indexOf(':');
        return colon < 0
                ? new Remote(argument.substring(0, slash), project, "")
                : new Remote(
                        argument.substring(0, slash),
                        project.substring(0, colon),
                        version(project.substring(colon + 1)));
    }

    private static boolean isPath(String argument) {
        if (argument.isEmpty()) {
            return false;
        }
        char first = argument.charAt(0);
        String end = argument.endsWith("/") ? argument.substring(0, argument.length() - 1) : argument;
        return first == '.'
                || first == '/'
                || first == '~'
                || end.endsWith(".cathedral")
                || end.endsWith(".tar.zst")
                || end.endsWith(".tar.gz");
    }

    private static String version(String text) {
        return text.length() > 1 && text.charAt(0) == 'v' && Character.isDigit(text.charAt(1))
                ? text.substring(1)
                : text;
    }
}
