package dev.templedb.cathedral.git;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/// What a client of git asks for, as far as the server itself needs to know: lines of the protocol, well formed.
///
/// In version 2 a request is `command=…`, capabilities, a delimiter, and arguments; before, it is `want` lines (the
/// first
/// one with capabilities), a flush, and `have` lines. Immutable.
final class GitRequest {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{40}");
    private static final int RESPONSE_END = 2;
    private static final String COMMAND = "command=";
    private static final String DEEPEN = "deepen ";
    private static final String RELATIVE = "deepen-relative";
    private static final String SHALLOW = "shallow ";
    /// What changes with every client, and never what it gets.
    private static final List<String> ABOUT_THE_CLIENT = List.of("agent=", "session-id=");

    private final byte[] body;
    private final boolean isVersion2;
    private final List<String> lines;
    private final Set<ObjectId> wants = new HashSet<>();
    private final Set<ObjectId> shallow = new HashSet<>();
    private boolean hasHaves;
    private boolean isDone;
    private boolean isSpecial;
    private String capabilities = "";

    private GitRequest(byte[] body, boolean isVersion2) {
        this.body = body;
        this.isVersion2 = isVersion2;
        this.lines = lines(body);
        lines.forEach(this::take);
    }

    /// Reads the body of a request.
    ///
    /// @throws TempleException with `GIT_REQUEST_INVALID` when it is malformed
    static GitRequest read(byte[] body, boolean isVersion2) {
        var request = new GitRequest(body, isVersion2);
        if (isVersion2 ? !request.isFetch() && !request.isListing() : request.wants.isEmpty()) {
            throw invalid("it has no command that is known here");
        }
        return request;
    }

    private static List<String> lines(byte[] body) {
        var lines = new ArrayList<String>();
        int at = 0;
        while (at < body.length) {
            int length = length(body, at);
            if (length <= RESPONSE_END) {
                at += PacketLine.DIGITS;
                continue;
            }
            if (length < PacketLine.DIGITS || length > body.length - at) {
                throw invalid("a line has a wrong length");
            }
            int end = at + length;
            int textEnd = end > at + PacketLine.DIGITS && body[end - 1] == '\n' ? end - 1 : end;
            lines.add(
                    new String(body, at + PacketLine.DIGITS, textEnd - at - PacketLine.DIGITS, StandardCharsets.UTF_8));
            at = end;
        }
        return lines;
    }

    private static int length(byte[] body, int at) {
        if (body.length - at < PacketLine.DIGITS) {
            throw invalid("it is cut off");
        }
        int length = 0;
        for (int i = 0; i < PacketLine.DIGITS; i++) {
            int digit = Character.digit(body[at + i], 16);
            if (digit < 0) {
                throw invalid("a line does not begin with its length");
            }
            length = length << 4 | digit;
        }
        return length;
    }

    private void take(String line) {
        if (line.startsWith("want ")) {
            takeWant(line.substring("want ".length()));
        } else if (line.startsWith("have ")) {
            id(line.substring("have ".length()));
            hasHaves = true;
        } else if (line.equals("done")) {
            isDone = true;
        } else if (line.startsWith(SHALLOW)) {
            shallow.add(id(line.substring(SHALLOW.length())));
            isSpecial = true;
        } else if (line.startsWith("deepen")
                || line.startsWith("filter ")
                || line.startsWith("want-ref ")
                || line.startsWith("packfile-uris")
                || line.equals("sideband-all")
                || line.equals("wait-for-done")) {
            isSpecial = true;
        }
    }

    private void takeWant(String rest) {
        int space = rest.indexOf(' ');
        if (space >= 0) {
            capabilities = rest.substring(space) + " ";
        }
        wants.add(id(space < 0 ? rest : rest.substring(0, space)));
    }

    private static ObjectId id(String hex) {
        if (!ID.matcher(hex).matches()) {
            throw invalid("it names something that is no git id");
        }
        return ObjectId.fromString(hex);
    }

    static TempleException invalid(String why) {
        return new TempleException(
                ErrorCode.GIT_REQUEST_INVALID, "The request is not one of git's protocol: %s.".formatted(why));
    }

    boolean isVersion2() {
        return isVersion2;
    }

    /// Whether refs are asked for.
    boolean isListing() {
        return isVersion2 && lines.contains(COMMAND + "ls-refs");
    }

    private boolean isFetch() {
        return lines.contains(COMMAND + "fetch");
    }

    /// Whether everything that the wanted objects lead to is asked for, by somebody who has nothing.
    boolean isWhole() {
        boolean isPlain = wants.isEmpty() || hasHaves || isSpecial || !isDone;
        return !isPlain && (isVersion2 || capabilities.contains(" side-band-64k "));
    }

    /// Whether the answer is the same for everybody who asks for the same of the same state.
    boolean isRepeatable() {
        return !wants.isEmpty() && !hasHaves && isDone;
    }

    Set<ObjectId> wants() {
        return wants;
    }

    /// The commits whose parents the client has not.
    Set<ObjectId> shallow() {
        return shallow;
    }

    /// How many commits deep history is to be from those that are wanted; 0 for as deep as it is.
    int depth() {
        return number(DEEPEN);
    }

    /// The time, in seconds, before which no commit is wanted; 0 for none.
    int since() {
        return number("deepen-since ");
    }

    /// The names of refs whose history is not wanted.
    List<String> excluded() {
        return lines.stream()
                .filter(line -> line.startsWith("deepen-not "))
                .map(line -> line.substring("deepen-not ".length()))
                .toList();
    }

    /// Whether some objects are to be left out, to be got when they are needed.
    boolean isFiltered() {
        return lines.stream().anyMatch(line -> line.startsWith("filter "));
    }

    /// Whether history is wanted in part, or otherwise than the client has it.
    boolean deepens() {
        return lines.stream().anyMatch(line -> line.startsWith("deepen"));
    }

    private int number(String before) {
        return lines.stream()
                .filter(line -> line.startsWith(before))
                .map(line -> line.substring(before.length()))
                .filter(number -> number.matches("[0-9]{1,10}"))
                .mapToInt(number -> (int) Math.min(Integer.MAX_VALUE, Long.parseLong(number)))
                .findFirst()
                .orElse(0);
    }

    /// By how many commits history is to reach further back than the client has it; 0 when nothing of the kind is
    /// asked.
    int deepenRelative() {
        return lines.contains(RELATIVE) ? depth() : 0;
    }

    byte[] body() {
        return body;
    }

    /// The same, with a depth from the wanted commits: JGit knows no other.
    GitRequest withDepth(int depth) {
        var changed =
                body(line -> line.startsWith(DEEPEN) ? DEEPEN + depth + "\n" : line.startsWith(RELATIVE) ? null : line);
        return new GitRequest(changed, isVersion2);
    }

    /// The body without what the client says of these commits.
    byte[] bodyWithoutShallow(Set<ObjectId> commits) {
        return body(line -> {
            boolean isMeant = line.startsWith(SHALLOW)
                    && commits.contains(id(line.substring(SHALLOW.length()).strip()));
            return isMeant ? null : line;
        });
    }

    /// @param change gives each line as it is to be, or null for none
    private byte[] body(Function<String, @Nullable String> change) {
        var out = new ByteArrayOutputStream(body.length);
        int at = 0;
        while (at < body.length) {
            int length = Math.max(PacketLine.DIGITS, length(body, at));
            if (length == PacketLine.DIGITS) {
                out.write(body, at, length);
            } else {
                var line = new String(
                        body, at + PacketLine.DIGITS, length - PacketLine.DIGITS, StandardCharsets.ISO_8859_1);
                var changed = change.apply(line);
                if (changed != null) {
                    out.writeBytes(PacketLine.of(changed).getBytes(StandardCharsets.ISO_8859_1));
                }
            }
            at += length;
        }
        return out.toByteArray();
    }

    /// What the answer depends on, besides the state.
    Sha256 hash() {
        var digest = Sha256.newDigest();
        digest.update((byte) (isVersion2 ? 2 : 0));
        for (var line : lines) {
            if (ABOUT_THE_CLIENT.stream().noneMatch(line::startsWith)) {
                digest.update(withoutAgent(line).getBytes(StandardCharsets.UTF_8));
                digest.update((byte) '\n');
            }
        }
        return Sha256.from(digest);
    }

    private static String withoutAgent(String line) {
        return line.startsWith("want ") ? line.replaceAll(" (agent|session-id)=\\S*", "") : line;
    }
}
