package dev.templedb.packages.state;

import dev.templedb.core.GitId;
import dev.templedb.core.KeptTime;
import dev.templedb.core.Sha256;
import dev.templedb.packages.json.CanonicalJson;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.json.JsonReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Everything a project is, in one canonical JSON document (RFC 8785). Immutable.
///
/// The SHA-256 of its bytes is the *content root*: it names the refs and through them every commit, tree and file (by
/// SHA-256, see [ObjectSet]), the project's facts, and documents and sections by their hashes. Members that this
/// version
/// does not know are kept and stay part of the root. The format is specified in `docs/formats/project-state.md`.
public final class ProjectState {
    /// The state format that this version writes; states of a larger number are refused.
    public static final int FORMAT = 1;

    /// The most bytes that a state may have: room for some 180,000 refs, and for more than fits
    /// [JsonReader#MOST_VALUES]
    /// otherwise.
    public static final int MOST_BYTES = 16 << 20;

    private static final byte[] SIGNATURE_DOMAIN = "templedb-state-v1\0".getBytes(StandardCharsets.US_ASCII);
    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(java.util.Locale.ROOT);
    private static final Pattern REF = Pattern.compile("refs/[^\\x00-\\x20\\x7f~^:?*\\[\\\\]+");
    private static final Pattern DOCUMENT =
            Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._ -]*(/[A-Za-z0-9_][A-Za-z0-9._ -]*)*");

    private final Json.Obj json;
    private final byte[] bytes;
    private final Sha256 root;

    private ProjectState(Json.Obj json, byte[] bytes) {
        this.json = json;
        this.bytes = bytes;
        this.root = Sha256.of(bytes);
    }

    /// A state that says what `json` says.
    ///
    /// @throws InvalidState when a member has the wrong form; the message names it
    public static ProjectState of(Json.Obj json) throws InvalidState {
        try {
            var state = new ProjectState(json, CanonicalJson.write(json));
            requireRoom(state.bytes.length);
            if (values(json) > JsonReader.MOST_VALUES) {
                throw tooLarge("values", JsonReader.MOST_VALUES);
            }
            state.check();
            return state;
        } catch (IllegalArgumentException wrong) {
            throw new InvalidState(String.valueOf(wrong.getMessage()));
        }
    }

    /// Reads a state from its bytes. Memory is bounded by [#MOST_BYTES] and [JsonReader#MOST_VALUES].
    ///
    /// @throws InvalidState when the bytes are not the canonical form of a valid state
    public static ProjectState read(byte[] utf8) throws InvalidState {
        requireRoom(utf8.length);
        try {
            var json = JsonReader.readObject(utf8);
            if (!CanonicalJson.isForm(utf8, json)) {
                throw new InvalidState("it is not in canonical form (RFC 8785)");
            }
            var state = new ProjectState(json, utf8.clone());
            state.check();
            return state;
        } catch (JsonReader.InvalidJson invalid) {
            throw new InvalidState(
                    String.valueOf(invalid.getMessage()),
                    invalid.isTooLarge() ? InvalidState.Reason.TOO_LARGE : InvalidState.Reason.MALFORMED);
        } catch (IllegalArgumentException wrong) {
            throw new InvalidState(String.valueOf(wrong.getMessage()));
        }
    }

    private static void requireRoom(int bytes) throws InvalidState {
        if (bytes > MOST_BYTES) {
            throw tooLarge("bytes", MOST_BYTES);
        }
    }

    private static InvalidState tooLarge(String what, int most) {
        return new InvalidState("it has more than %d %s".formatted(most, what), InvalidState.Reason.TOO_LARGE);
    }

    private static long values(Json value) {
        return switch (value) {
            case Json.Obj(var members) ->
                1 + members.values().stream().mapToLong(ProjectState::values).sum();
            case Json.Arr(var elements) ->
                1 + elements.stream().mapToLong(ProjectState::values).sum();
            default -> 1;
        };
    }

    /// The form in which states write times: UTC with milliseconds, such as `2026-11-21T06:30:00.000Z`.
    public static String time(Instant instant) {
        return TIME.format(instant);
    }

    private void check() throws InvalidState {
        long format = json.whole("state").orElse(0L);
        if (format != FORMAT) {
            throw format > FORMAT
                    ? new InvalidState(
                            "it has the format %d, and this version knows %d".formatted(format, FORMAT),
                            InvalidState.Reason.NEWER)
                    : new InvalidState("it does not say its format");
        }
        time();
        parents();
        head();
        refs();
        shallow();
        objects();
        documents();
        sections();
        if (json.object("project").text("slug").isEmpty()) {
            throw new InvalidState("it does not name its project");
        }
    }

    /// The SHA-256 of the canonical bytes: the identity of this state.
    public Sha256 root() {
        return root;
    }

    /// The canonical bytes.
    public byte[] bytes() {
        return bytes.clone();
    }

    /// What a signature of this state covers: `templedb-state-v1`, a zero byte, and the 32 bytes of the root.
    public byte[] signedBytes() {
        return signedBytes(root);
    }

    /// What a signature over the state `root` covers.
    public static byte[] signedBytes(Sha256 root) {
        var signed = java.util.Arrays.copyOf(SIGNATURE_DOMAIN, SIGNATURE_DOMAIN.length + Sha256.BYTES);
        root.copyTo(signed, SIGNATURE_DOMAIN.length);
        return signed;
    }

    /// The whole document, with members that this version does not know.
    public Json.Obj json() {
        return json;
    }

    /// When this state came to be, in UTC with milliseconds.
    public Instant time() {
        return KeptTime.read(text(json, "time")).orElseThrow(() -> new IllegalArgumentException("\"time\" is no time"));
    }

    /// The states that this one came from, by their roots; none for a first state.
    public List<Sha256> parents() {
        return json.list("parents").stream().map(ProjectState::hash).toList();
    }

    /// The project's facts: slug, name, description, visibility, times, metadata.
    public Json.Obj project() {
        return json.object("project");
    }

    /// What `HEAD` points to.
    public Head head() {
        var head = json.object("git").object("head");
        return head.text("ref")
                .<Head>map(ref -> new Head.Branch(ref(ref)))
                .orElseGet(() -> new Head.Detached(GitId.parse(text(head, "commit"))));
    }

    /// The refs by their full names, with the objects they point to: commits, or annotated tags, or (rarely) other
    /// objects.
    public SortedMap<String, GitId> refs() {
        var refs = new TreeMap<String, GitId>();
        json.object("git").object("refs").members().forEach((name, id) -> refs.put(ref(name), id(id)));
        refs.keySet().forEach(name -> requireNoRefAbove(refs, name));
        return Collections.unmodifiableSortedMap(refs);
    }

    /// The commits whose parents are not part of the project, because it came from a shallow repository.
    public Set<GitId> shallow() {
        var shallow = new LinkedHashSet<GitId>();
        json.object("git").list("shallow").forEach(id -> shallow.add(id(id)));
        return Collections.unmodifiableSet(shallow);
    }

    /// Every git object that the refs reach, as one hash.
    public ObjectSet objects() {
        var objects = json.object("objects");
        return new ObjectSet(whole(objects, "count"), whole(objects, "bytes"), Sha256.parse(text(objects, "sha256")));
    }

    /// Documents that travel with the project but are not part of its history, by name (`vcs/history.json`) and
    /// SHA-256.
    public SortedMap<String, Sha256> documents() {
        var documents = new TreeMap<String, Sha256>();
        json.object("documents").members().forEach((name, hash) -> documents.put(documentName(name), hash(hash)));
        return Collections.unmodifiableSortedMap(documents);
    }

    /// What other parts of the product put into the state (a project's databases, for one), by section name and
    /// SHA-256.
    public SortedMap<String, Sha256> sections() {
        var sections = new TreeMap<String, Sha256>();
        json.object("sections").members().forEach((name, hash) -> sections.put(documentName(name), hash(hash)));
        return Collections.unmodifiableSortedMap(sections);
    }

    /// Everything outside the state that must be there for it to be whole: the git objects its refs and head name.
    public List<GitId> roots() {
        var roots = new ArrayList<>(refs().values());
        if (head() instanceof Head.Detached(var commit)) {
            roots.add(commit);
        }
        return roots;
    }

    private static String text(Json.Obj object, String name) {
        return object.text(name).orElseThrow(() -> new IllegalArgumentException("\"%s\" is missing".formatted(name)));
    }

    private static long whole(Json.Obj object, String name) {
        return object.whole(name)
                .filter(number -> number >= 0)
                .orElseThrow(() -> new IllegalArgumentException("\"%s\" is missing".formatted(name)));
    }

    private static GitId id(Json value) {
        if (value instanceof Json.Str(var hex)) {
            return GitId.parse(hex);
        }
        throw new IllegalArgumentException("a git id was expected");
    }

    private static Sha256 hash(Json value) {
        if (value instanceof Json.Str(var hex)) {
            return Sha256.parse(hex);
        }
        throw new IllegalArgumentException("a SHA-256 hash was expected");
    }

    private static String ref(String name) {
        if (!REF.matcher(name).matches()
                || name.contains("..")
                || name.contains("//")
                || name.contains("/.")
                || name.contains("@{")
                || name.endsWith("/")
                || name.endsWith(".")
                || name.contains(".lock/")
                || name.endsWith(".lock")) {
            throw new IllegalArgumentException(
                    "\"%s\" is not a valid ref name".formatted(dev.templedb.core.Printable.text(name)));
        }
        return name;
    }

    /// Git keeps refs as files: below `refs/heads/a` there can be no `refs/heads/a/b`.
    private static void requireNoRefAbove(SortedMap<String, GitId> refs, String name) {
        for (int slash = name.lastIndexOf('/'); slash > 0; slash = name.lastIndexOf('/', slash - 1)) {
            var above = name.substring(0, slash);
            if (refs.containsKey(above)) {
                throw new IllegalArgumentException("the refs \"%s\" and \"%s\" cannot be there at once"
                        .formatted(dev.templedb.core.Printable.text(above), dev.templedb.core.Printable.text(name)));
            }
        }
    }

    private static String documentName(String name) {
        // The length first: the expression takes room on the stack for each step of a path.
        if (name.length() > 400 || !DOCUMENT.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "\"%s\" is not a valid document name".formatted(dev.templedb.core.Printable.text(name)));
        }
        return name;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ProjectState that && root.equals(that.root);
    }

    @Override
    public int hashCode() {
        return root.hashCode();
    }

    @Override
    public String toString() {
        return "state " + root.hex();
    }
}
