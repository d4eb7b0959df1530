package dev.templedb.packages.signatures;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A file that says which SSH keys are whose, in OpenSSH's format (`ssh-keygen(1)`, ALLOWED SIGNERS). Immutable.
///
/// Times without `Z` are those of `zone`. Certificates are not followed: a line with `cert-authority` refuses the file,
/// so that nobody believes it counts.
public final class AllowedSigners {
    private static final int MOST_BYTES = 8 << 20;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);

    /// One line: a key and what it may sign for.
    private record Line(
            String principals,
            byte[] key,
            List<String> namespaces,
            Optional<Instant> after,
            Optional<Instant> before) {}

    /// Whether a key counts.
    ///
    /// @param principals who has the key; empty when the file does not know it
    /// @param why        why it does not count although the file knows it, as the end of a sentence
    record Answer(Optional<String> principals, Optional<String> why) {}

    private final List<Line> lines;

    private AllowedSigners(List<Line> lines) {
        this.lines = List.copyOf(lines);
    }

    /// Reads the content of such a file.
    ///
    /// @throws TempleException with `ALLOWED_SIGNERS_INVALID`, which names the line
    public static AllowedSigners read(byte[] file, ZoneId zone) {
        if (file.length > MOST_BYTES) {
            throw invalid(1, "the file has more than %d bytes".formatted(MOST_BYTES));
        }
        var lines = new ArrayList<Line>();
        int number = 0;
        for (var line : new String(file, StandardCharsets.UTF_8).split("\r?\n", -1)) {
            number++;
            var text = line.strip();
            if (!text.isEmpty() && text.charAt(0) != '#') {
                lines.add(new LineReader(text, number, zone).read());
            }
        }
        return new AllowedSigners(lines);
    }

    /// Looks for a key that may sign for `namespace` at `now`.
    Answer find(SshKey key, String namespace, Instant now) {
        Optional<String> why = Optional.empty();
        for (var line : lines) {
            if (!key.isSameAs(line.key())) {
                continue;
            }
            if (!line.namespaces().isEmpty() && !matches(line.namespaces(), namespace)) {
                why = Optional.of("the key of %s is not for the namespace %s".formatted(line.principals(), namespace));
            } else if (line.after().filter(now::isBefore).isPresent()) {
                why = Optional.of("the key of %s is not valid yet".formatted(line.principals()));
            } else if (line.before().filter(now::isAfter).isPresent()) {
                why = Optional.of("the key of %s is no longer valid".formatted(line.principals()));
            } else {
                return new Answer(Optional.of(line.principals()), Optional.empty());
            }
        }
        return new Answer(Optional.empty(), why);
    }

    /// OpenSSH's pattern lists: one that matches after `!` overrules all others.
    private static boolean matches(List<String> patterns, String text) {
        boolean found = false;
        for (var pattern : patterns) {
            boolean not = pattern.startsWith("!");
            if (matches(not ? pattern.substring(1) : pattern, text)) {
                if (not) {
                    return false;
                }
                found = true;
            }
        }
        return found;
    }

    /// `*` and `?`, without the repeated trying that a regular expression would need.
    static boolean matches(String pattern, String text) {
        int at = 0;
        int star = -1;
        int mark = 0;
        int p = 0;
        while (at < text.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                mark = at;
            } else if (p < pattern.length() && (pattern.charAt(p) == '?' || pattern.charAt(p) == text.charAt(at))) {
                p++;
                at++;
            } else if (star >= 0) {
                p = star + 1;
                at = ++mark;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    private static TempleException invalid(int line, String why) {
        return new TempleException(
                ErrorCode.ALLOWED_SIGNERS_INVALID,
                "Line %d of the allowed signers cannot be taken: %s.".formatted(line, why));
    }

    /// Reads one line: principals, options, type of the key, the key.
    private static final class LineReader {
        private final String text;
        private final int number;
        private final ZoneId zone;
        private int at;

        LineReader(String text, int number, ZoneId zone) {
            this.text = text;
            this.number = number;
            this.zone = zone;
        }

        Line read() {
            var principals = Printable.text(unquoted(word()));
            List<String> namespaces = List.of();
            Optional<Instant> after = Optional.empty();
            Optional<Instant> before = Optional.empty();
            var word = word();
            if (!isKeyType(word)) {
                for (var option : options(word)) {
                    int equals = option.indexOf('=');
                    var name = (equals < 0 ? option : option.substring(0, equals)).toLowerCase(Locale.ROOT);
                    var value = equals < 0 ? "" : unquoted(option.substring(equals + 1));
                    switch (name) {
                        case "namespaces" -> namespaces = List.of(value.split(","));
                        case "valid-after" -> after = Optional.of(time(value));
                        case "valid-before" -> before = Optional.of(time(value));
                        case "cert-authority" ->
                            throw invalid(number, "cert-authority is not supported; list the keys themselves");
                        default -> throw invalid(number, "the option " + Printable.text(name) + " is not known");
                    }
                }
                word = word();
            }
            if (!isKeyType(word)) {
                throw invalid(number, "it names no type of key");
            }
            try {
                return new Line(principals, Base64.getDecoder().decode(word()), namespaces, after, before);
            } catch (IllegalArgumentException wrong) {
                throw invalid(number, "its key is not in Base64");
            }
        }

        private static boolean isKeyType(String word) {
            return word.startsWith("ssh-") || word.startsWith("ecdsa-") || word.startsWith("sk-");
        }

        /// The next word; white space inside quotes belongs to it.
        private String word() {
            while (at < text.length() && isBlank(text.charAt(at))) {
                at++;
            }
            int start = at;
            boolean quoted = false;
            while (at < text.length() && (quoted || !isBlank(text.charAt(at)))) {
                quoted ^= text.charAt(at) == '"' && (at == start || text.charAt(at - 1) != '\\');
                at++;
            }
            if (start == at || quoted) {
                throw invalid(number, start == at ? "it ends too early" : "a quote is not closed");
            }
            return text.substring(start, at);
        }

        private static boolean isBlank(char c) {
            return c == ' ' || c == '\t';
        }

        private static List<String> options(String word) {
            var options = new ArrayList<String>();
            var option = new StringBuilder();
            boolean quoted = false;
            for (int i = 0; i < word.length(); i++) {
                char c = word.charAt(i);
                quoted ^= c == '"';
                if (c == ',' && !quoted) {
                    options.add(option.toString());
                    option.setLength(0);
                } else {
                    option.append(c);
                }
            }
            options.add(option.toString());
            return options;
        }

        private static String unquoted(String word) {
            return word.length() > 1 && word.startsWith("\"") && word.endsWith("\"")
                    ? word.substring(1, word.length() - 1)
                    : word;
        }

        private Instant time(String value) {
            var upper = value.toUpperCase(Locale.ROOT);
            var digits = upper.endsWith("UTC")
                    ? upper.substring(0, upper.length() - 3)
                    : upper.endsWith("Z") ? upper.substring(0, upper.length() - 1) : upper;
            var where = digits.length() < upper.length() ? ZoneOffset.UTC : zone;
            try {
                if (digits.length() != 8 && digits.length() != 12 && digits.length() != 14) {
                    throw new DateTimeException("not 8, 12 or 14 digits");
                }
                return LocalDateTime.parse((digits + "000000").substring(0, 14), TIME)
                        .atZone(where)
                        .toInstant();
            } catch (DateTimeException wrong) {
                throw invalid(
                        number,
                        "\"%s\" is no time such as 20261231 or 20261231235959Z".formatted(Printable.text(value)));
            }
        }
    }
}
