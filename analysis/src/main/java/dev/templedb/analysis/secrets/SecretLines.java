package dev.templedb.analysis.secrets;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// One pass over the lines of a file.
///
/// Most lines hold nothing: a look at single bytes, and at which [Pieces] a line has, tells which need the regular
/// expressions.
final class SecretLines {
    private record Shape(Finding.Kind kind, String trigger, Pattern pattern) {
        static Shape of(Finding.Kind kind, String trigger, String pattern) {
            return new Shape(kind, trigger, Pattern.compile(pattern));
        }
    }

    private static final String EDGE = "(?<![A-Za-z0-9_-])";
    private static final String END = "(?![A-Za-z0-9_-])";

    /// Each with a piece of text that is there whenever the pattern matches.
    private static final List<Shape> SHAPES = List.of(
            Shape.of(Finding.Kind.PRIVATE_KEY, "PRIVATE KEY", "-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----"),
            Shape.of(Finding.Kind.PRIVATE_KEY, "PuTTY-User", "^PuTTY-User-Key-File-[0-9]: "),
            Shape.of(Finding.Kind.AGE_KEY, "AGE-SECRET-KEY-1", "AGE-SECRET-KEY-1[0-9A-Z]{58}"),
            Shape.of(Finding.Kind.AWS, "KIA", EDGE + "AKIA[0-9A-Z]{16}" + END),
            Shape.of(Finding.Kind.AWS, "SIA", EDGE + "ASIA[0-9A-Z]{16}" + END),
            Shape.of(Finding.Kind.GITHUB, "gh", EDGE + "gh[pousr]_[A-Za-z0-9]{36,251}" + END),
            Shape.of(Finding.Kind.GITHUB, "github_pat_", EDGE + "github_pat_[A-Za-z0-9_]{82}" + END),
            Shape.of(Finding.Kind.GITLAB, "glpat-", EDGE + "glpat-[A-Za-z0-9_-]{20,}"),
            Shape.of(Finding.Kind.GITLAB, "gl", EDGE + "gl(?:ptt|dt|rt|cbt|soat|ft)-[A-Za-z0-9_-]{20,}"),
            Shape.of(Finding.Kind.SLACK, "xox", EDGE + "xox[abeoprs]-(?:[0-9]+-)+[A-Za-z0-9-]{10,}"),
            Shape.of(
                    Finding.Kind.SLACK,
                    "hooks.slack.com",
                    "hooks\\.slack\\.com/services/T[A-Z0-9]+/B[A-Z0-9]+/[A-Za-z0-9]{20,}"),
            Shape.of(Finding.Kind.STRIPE, "k_live_", EDGE + "[rs]k_live_[A-Za-z0-9]{20,247}" + END),
            Shape.of(Finding.Kind.GOOGLE, "AIza", EDGE + "AIza[A-Za-z0-9_-]{35}" + END),
            Shape.of(Finding.Kind.STRIPE, "whsec_", EDGE + "whsec_[A-Za-z0-9+/]{32,}"),
            Shape.of(Finding.Kind.ANTHROPIC, "sk-ant-", EDGE + "sk-ant-[A-Za-z0-9_-]{24,}"),
            Shape.of(
                    Finding.Kind.OPENAI,
                    "sk-",
                    EDGE + "sk-(?:(?:proj|svcacct|admin|None)-[A-Za-z0-9_-]{20,}|[A-Za-z0-9]{40,}" + END + ")"),
            Shape.of(Finding.Kind.HUGGING_FACE, "hf_", EDGE + "hf_[A-Za-z0-9]{30,}" + END),
            Shape.of(Finding.Kind.SENDGRID, "SG.", EDGE + "SG\\.[A-Za-z0-9_-]{16,}\\.[A-Za-z0-9_-]{16,}"),
            Shape.of(Finding.Kind.DIGITAL_OCEAN, "_v1_", EDGE + "do[opr]_v1_[a-f0-9]{64}" + END),
            Shape.of(Finding.Kind.VAULT, "hv", EDGE + "hv[sbr]\\.[A-Za-z0-9_-]{24,}"),
            Shape.of(Finding.Kind.TWILIO, "SK", EDGE + "SK[0-9a-f]{32}" + END),
            Shape.of(Finding.Kind.NPM, "npm_", EDGE + "npm_[A-Za-z0-9]{36}" + END),
            Shape.of(Finding.Kind.PYPI, "pypi-AgEIcHlwaS5vcmc", "pypi-AgEIcHlwaS5vcmc[A-Za-z0-9_-]{50,}"),
            Shape.of(
                    Finding.Kind.JWT,
                    "eyJ",
                    EDGE + "eyJ[A-Za-z0-9_-]{10,}\\.eyJ[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]{20,}" + END));

    private static final Pattern ADDRESS =
            Pattern.compile("[a-z][a-z0-9+.-]{1,20}://[^\\s:/@'\"<>${}]{1,80}:([^\\s:/@'\"<>]{3,120})@[A-Za-z0-9\\[]");
    private static final Pattern ASSIGNMENT = Pattern.compile(
            "([A-Za-z_][A-Za-z0-9_.-]{1,60})[\"']?\\s*(?::=|=>|[:=])\\s*([\"'`]?)([A-Za-z0-9_+/=.~!@#%^&*-]{12,200})\\2(?=[\\s,;)\\]}<]|$)");
    private static final Pattern NO_VALUE = Pattern.compile(
            "(?i).*(example|sample|changeme|change_me|placeholder|dummy|xxxx|your[_-]|my[_-]?secret|<|\\$\\{|\\{\\{|%\\(|process\\.env|getenv"
                    + "|password|passwd|secret|token|apikey|api_key|test|foobar|redacted|\\*\\*\\*|1234567|abcdef|null|undefined|localhost).*");
    /// A piece of every name that [SecretNames] calls secret.
    private static final List<String> NAMES = List.of(
            "pass",
            "PASS",
            "Pass",
            "pwd",
            "PWD",
            "Pwd",
            "ecret",
            "ECRET",
            "redential",
            "REDENTIAL",
            "oken",
            "OKEN",
            "key",
            "KEY",
            "Key",
            "salt",
            "SALT",
            "Salt",
            "epper",
            "EPPER",
            "dsn",
            "DSN");
    private static final String SCHEME = "://";
    private static final Pieces PIECES =
            Pieces.of(Stream.of(SHAPES.stream().map(Shape::trigger), NAMES.stream(), Stream.of(SCHEME))
                    .flatMap(pieces -> pieces)
                    .toList());
    private static final long ALL_NAMES = PIECES.mask(NAMES);
    private static final long ANY_SCHEME = PIECES.mask(List.of(SCHEME));
    private static final int LONGEST_LINE = 4096;
    private static final double LEAST_BITS = 3.5;

    private final byte[] bytes;
    private final int length;
    private final List<Finding> findings;
    private final int most;
    private final SeenLines seen;
    private final boolean isBinary;

    SecretLines(byte[] bytes, int length, List<Finding> findings, int most, SeenLines seen) {
        this.seen = seen;
        this.bytes = bytes;
        this.length = length;
        this.findings = findings;
        this.most = most;
        this.isBinary = isBinary();
    }

    private boolean isBinary() {
        for (int i = 0; i < Math.min(length, 8000); i++) {
            if (bytes[i] == 0) {
                return true;
            }
        }
        return false;
    }

    void scan() {
        int line = 1;
        for (int start = 0; start < length && findings.size() < most; line++) {
            int end = start;
            boolean hint = false;
            long hash = SeenLines.begin();
            for (; end < length && bytes[end] != '\n'; end++) {
                hash = SeenLines.add(hash, bytes[end]);
                hint |= bytes[end] == '=' || bytes[end] == ':' || bytes[end] == '-' || bytes[end] == '_';
            }
            // No shape does without one of these, but for keys of AWS and Google, which are long words.
            if (end - start >= 16 && (hint || hasLongWord(start, end))) {
                scan(start, Math.min(end, start + LONGEST_LINE), line, hash);
            }
            start = end + 1;
        }
    }

    private boolean hasLongWord(int start, int end) {
        int run = 0;
        for (int i = start; i < end; i++) {
            byte b = bytes[i];
            boolean isWord = b >= '0' && b <= '9' || b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z';
            run = isWord ? run + 1 : 0;
            if (run == 20) {
                return true;
            }
        }
        return false;
    }

    private void scan(int start, int end, int line, long hash) {
        if (!isBinary && seen.contains(hash)) {
            return;
        }
        int before = findings.size();
        scan(start, end, line);
        if (!isBinary && findings.size() == before) {
            seen.remember(hash);
        }
    }

    private void scan(int start, int end, int line) {
        long pieces = PIECES.in(bytes, start, end);
        if (pieces == 0) {
            return;
        }
        var text = new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
        boolean found = false;
        for (int i = 0; i < SHAPES.size(); i++) {
            var shape = SHAPES.get(i);
            if ((pieces >>> i & 1) != 0 && !(isBinary && !shape.kind().isGrave())) {
                var match = shape.pattern().matcher(text);
                if (match.find() && !isMadeUp(shape.kind(), match.group())) {
                    add(shape.kind(), line, match.group());
                    found = true;
                }
            }
        }
        if (!found && !isBinary) {
            if ((pieces & ANY_SCHEME) != 0) {
                address(text, line);
            }
            if ((pieces & ALL_NAMES) != 0) {
                assignment(text, line);
            }
        }
    }

    /// Documentation is full of keys that nobody has: `AKIAIOSFODNN7EXAMPLE`.
    private static boolean isMadeUp(Finding.Kind kind, String text) {
        return !kind.isGrave() && (text.contains("EXAMPLE") || text.matches(".*(.)\\1{9}.*"));
    }

    private void address(String text, int line) {
        if (text.indexOf('@') < 0) {
            return;
        }
        var match = ADDRESS.matcher(text);
        if (match.find() && isRealPassword(match.group(1))) {
            add(Finding.Kind.PASSWORD_IN_ADDRESS, line, text.substring(match.start(), match.start(1)));
        }
    }

    private static boolean isRealPassword(String password) {
        return !password.startsWith("$")
                && !password.startsWith("{")
                && !password.startsWith("%")
                && password.length() >= 6
                && !NO_VALUE.matcher(password).matches()
                && !password.matches("(?i)(pass|pwd|user|admin|root|postgres|guest)[0-9]*");
    }

    private void assignment(String text, int line) {
        if (text.indexOf('=') < 0 && text.indexOf(':') < 0) {
            return;
        }
        Matcher match = ASSIGNMENT.matcher(text);
        while (match.find()) {
            var name = match.group(1);
            var value = match.group(3);
            if (SecretNames.isSecret(name)
                    && !SecretNames.isVague(name)
                    && looksRandom(value)
                    && !NO_VALUE.matcher(value).matches()) {
                add(Finding.Kind.ASSIGNMENT, line, name + "=" + value);
                return;
            }
        }
    }

    /// Letters and digits mixed, without the order that words, paths, versions and calls have.
    private static boolean looksRandom(String value) {
        int digits = 0;
        int letters = 0;
        int others = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c >= '0' && c <= '9') {
                digits++;
            } else if (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z') {
                letters++;
            } else {
                others++;
            }
        }
        boolean isPath =
                value.indexOf('/') >= 0 && value.chars().filter(c -> c == '/').count() > 1 && others > 2;
        boolean isName = value.matches("[A-Za-z_$][\\w$]*(\\.[A-Za-z_$][\\w$]*)+")
                || value.matches("[A-Za-z]+([_.-][A-Za-z]+)*");
        return digits >= 2 && letters >= 2 && !isPath && !isName && bits(value) >= LEAST_BITS;
    }

    /// Shannon's entropy of the characters, in bits for each.
    private static double bits(String value) {
        var counts = new int[256];
        value.chars().forEach(c -> counts[c & 0xff]++);
        double bits = 0;
        for (int count : counts) {
            if (count > 0) {
                double share = (double) count / value.length();
                bits -= share * Math.log(share) / Math.log(2);
            }
        }
        return bits;
    }

    private void add(Finding.Kind kind, int line, String text) {
        findings.add(new Finding(kind, line, mask(kind, text)));
    }

    private static String mask(Finding.Kind kind, String text) {
        int shown = switch (kind) {
            case PRIVATE_KEY -> Math.min(text.length(), 40);
            case PASSWORD_IN_ADDRESS -> Math.min(text.length(), 60);
            case ASSIGNMENT -> text.indexOf('=') + 3;
            case AGE_KEY -> "AGE-SECRET-KEY-1".length();
            default -> 6;
        };
        var masked = text.substring(0, shown) + (kind == Finding.Kind.PRIVATE_KEY ? "" : "…");
        var printable = new StringBuilder();
        masked.chars().forEach(c -> printable.append(c < ' ' || c == 0x7f ? '?' : (char) c));
        return printable.toString();
    }
}
