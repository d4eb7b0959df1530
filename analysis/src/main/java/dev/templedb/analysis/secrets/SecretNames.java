package dev.templedb.analysis.secrets;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Judges names of variables and settings, in whatever way their words are joined: `DB_PASSWORD`, `dbPassword`.
public final class SecretNames {
    private static final Pattern SECRET = Pattern.compile("(^|_)(PASSWORDS?|PASSWD|PASSPHRASE|PWD|SECRETS?|CREDENTIALS?"
            + "|TOKENS?|API_?KEYS?|APIKEYS?|ACCESS_KEYS?|AUTH_KEY|PRIVATE_KEYS?|ENCRYPTION_KEY|SIGNING_KEY|MASTER_KEY"
            + "|ACCOUNT_KEY|SERVICE_KEY|SALT|PEPPER|DSN)(_|$)");
    /// Words that say that a name tells of a secret and is none.
    private static final Pattern ABOUT = Pattern.compile(
            "(^|_)(FILE|PATH|DIR|URL|URI|NAME|ID|LENGTH|LIMIT|COUNT|TTL|EXPIRY|EXPIRES|EXPIRATION|TIMEOUT|TYPE|FIELD"
                    + "|HEADER|PARAM|MIN|MAX|POLICY|ALGORITHM|ROUNDS|ENABLED|REQUIRED|PUBLIC|REGEX|PATTERN|TEST|HINT"
                    + "|LABEL|PLACEHOLDER|ERROR|MESSAGE|PROMPT)$|^(HAS|IS|USE|MAX|MIN|SHOW)_");
    private static final Set<String> NOT_SECRET = Set.of("PWD", "OLDPWD", "TOKENS", "TOKEN", "SALT", "DSN");

    private SecretNames() {}

    /// Whether a variable of this name most likely holds a secret.
    public static boolean isSecret(String name) {
        var words = words(name);
        return SECRET.matcher(words).find() && !ABOUT.matcher(words).find() && !words.matches("(OLD)?PWD");
    }

    /// Whether the name says nothing else, so that its value must look the part too.
    static boolean isVague(String name) {
        return NOT_SECRET.contains(words(name));
    }

    private static String words(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                .replaceAll("[.\\- ]+", "_")
                .toUpperCase(Locale.ROOT);
    }
}
