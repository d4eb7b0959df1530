package dev.templedb.cathedral.login;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where a browser goes that has signed in: a page of this server and nowhere else, whatever a link says.
final class ReturnPath {
    static final String ACCOUNT = "/account";

    private static final int LONGEST = 500;

    /// No scheme, no host, no way up, nothing that a browser could take for one of them.
    private static final Pattern PAGE = Pattern.compile("(/[A-Za-z0-9_-]+)+/?(\\?[A-Za-z0-9_=&%-]*)?");

    private ReturnPath() {}

    /// The path that was asked for if it is one; the page of the account otherwise.
    static String of(@Nullable String asked) {
        return asked != null && asked.length() <= LONGEST && PAGE.matcher(asked).matches() ? asked : ACCOUNT;
    }
}
