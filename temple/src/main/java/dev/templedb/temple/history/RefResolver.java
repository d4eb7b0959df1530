package dev.templedb.temple.history;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import dev.templedb.packages.objects.CommitText;
import dev.templedb.packages.objects.MalformedObject;
import dev.templedb.packages.objects.ObjectKind;
import dev.templedb.packages.objects.TagText;
import dev.templedb.packages.state.Head;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.objects.SqliteObjectStore;
import dev.templedb.temple.objects.StoredObjects;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Finds out what a name such as `main`, `v1.0~2` or `3f2a91c` stands for, inside one transaction.
///
/// In this order, as git does: `HEAD` (or `@`); 40 digits of an id; a ref by its full name, or without `refs/`,
/// `refs/tags/` or `refs/heads/`; at least 4 digits of a commit's id. Then any number of `~n`, `^n`, `^{}`, `^{commit}`
/// and `^{tree}`.
/// Where git would choose between a branch and a tag and warn, this is an error. Tags are followed to what they tag.
public final class RefResolver {
    private static final String TARGET = "SELECT target FROM refs WHERE project_id = ?1 AND name = ?2";
    private static final String ANY_REF = "SELECT 1 FROM refs WHERE project_id = ?1";
    private static final String ABBREVIATED = """
            SELECT commit_id FROM commits
             WHERE project_id = ?1 AND commit_id BETWEEN ?2 AND ?3
             ORDER BY commit_id LIMIT 10
            """;

    private static final Pattern FULL_ID = Pattern.compile("[0-9a-fA-F]{40}");
    private static final Pattern SHORT_ID = Pattern.compile("[0-9a-fA-F]{4,39}");
    private static final Pattern STEPS = Pattern.compile("(~\\d{0,9}|\\^(\\d{1,9}|\\{(|commit|tree)}|))*");
    private static final Pattern STEP = Pattern.compile("~\\d*|\\^(?:\\d+|\\{\\w*}|)");
    private static final int DEEPEST_TAG = 100;

    private final Transaction tx;
    private final long project;
    private final StoredObjects objects;
    private final SqliteRefStore refs;
    private final CommitReader commits;
    private final ObjectLooks looks;

    /// A resolver for one project; `objects` reads in the same transaction.
    public RefResolver(Transaction tx, long project, StoredObjects objects) {
        this.tx = tx;
        this.project = project;
        this.objects = objects;
        this.refs = new SqliteRefStore(tx, project);
        this.commits = new CommitReader(tx, project);
        this.looks = new ObjectLooks(tx, objects);
    }

    /// What `text` stands for.
    ///
    /// @throws TempleException with `REF_NOT_FOUND`; `REF_AMBIGUOUS`, with what it could be; `PROJECT_EMPTY` for
    ///         the `HEAD` of a project without history
    public ResolvedRef resolve(String text) {
        int end = endOfName(text);
        var steps = text.substring(end);
        if (!STEPS.matcher(steps).matches()) {
            throw notFound(text);
        }
        var name = text.substring(0, end);
        var named = name(text, name);
        var at = named.target();
        var matcher = STEP.matcher(steps);
        while (matcher.find()) {
            at = step(text, at, matcher.group());
        }
        return lead(text, steps.isEmpty() ? named.ref() : Optional.empty(), at);
    }

    private record Named(Optional<String> ref, GitId target) {}

    private static int endOfName(String text) {
        int end = 0;
        while (end < text.length() && text.charAt(end) != '~' && text.charAt(end) != '^') {
            end++;
        }
        return end;
    }

    private Named name(String text, String name) {
        if (name.equals("HEAD") || name.equals("@")) {
            return head();
        }
        if (FULL_ID.matcher(name).matches()) {
            return new Named(Optional.empty(), object(text, GitId.parse(name.toLowerCase(Locale.ROOT))));
        }
        return ref(name).or(() -> abbreviated(name)).orElseThrow(() -> notFound(text));
    }

    private Named head() {
        return switch (refs.head().orElseThrow(this::noHistory)) {
            case Head.Detached(var commit) -> new Named(Optional.empty(), commit);
            case Head.Branch(var ref) ->
                target(ref).map(id -> new Named(Optional.of(ref), id)).orElseThrow(() -> unborn(ref));
        };
    }

    /// Commits are found by their record, other objects by their being among what the project reaches.
    private GitId object(String text, GitId id) {
        if (commits.number(id).isEmpty()) {
            var store = new SqliteObjectStore(tx);
            if (store.find(id).filter(store.membership(project)::contains).isEmpty()) {
                throw notFound(text);
            }
        }
        return id;
    }

    private Optional<Named> ref(String name) {
        var found = Stream.of(name, "refs/" + name, "refs/tags/" + name, "refs/heads/" + name)
                .filter(full -> full.startsWith("refs/"))
                .flatMap(full -> target(full).map(id -> new Named(Optional.of(full), id)).stream())
                .toList();
        if (found.stream().map(Named::target).map(this::peeled).distinct().count() > 1) {
            throw ambiguous(
                    name, found.stream().map(named -> named.ref().orElseThrow()).toList());
        }
        return found.stream().findFirst();
    }

    private Optional<GitId> target(String ref) {
        return tx.query(TARGET).bind(1, project).bind(2, ref).first(row -> GitId.ofBytes(row.bytes(1)));
    }

    private Optional<Named> abbreviated(String digits) {
        if (!SHORT_ID.matcher(digits).matches()) {
            return Optional.empty();
        }
        var found = tx.query(ABBREVIATED)
                .bind(1, project)
                .bind(2, padded(digits, '0'))
                .bind(3, padded(digits, 'f'))
                .list(row -> GitId.ofBytes(row.bytes(1)));
        if (found.size() > 1) {
            throw ambiguous(digits, found.stream().map(GitId::hex).toList());
        }
        return found.stream().findFirst().map(id -> new Named(Optional.empty(), id));
    }

    private static byte[] padded(String digits, char with) {
        return HexFormat.of().parseHex(digits + String.valueOf(with).repeat(2 * GitId.BYTES - digits.length()));
    }

    private GitId step(String text, GitId from, String step) {
        var peeled = peeled(from);
        return switch (step) {
            case "^{}" -> peeled;
            case "^{tree}" -> lead(text, Optional.empty(), peeled).requireTree();
            default -> {
                var commit = lead(text, Optional.empty(), peeled).requireCommit();
                yield step.equals("^{commit}") || step.equals("^0") ? commit : ancestor(text, commit, step);
            }
        };
    }

    private GitId ancestor(String text, GitId commit, String step) {
        int number = step.length() == 1 ? 1 : Integer.parseInt(step.substring(1));
        int generations = step.charAt(0) == '~' ? number : 1;
        int position = step.charAt(0) == '~' ? 1 : number;
        int at = commits.requireNumber(commit);
        for (int i = 0; i < generations; i++) {
            var parents = commits.parentNumbers(at);
            if (parents.size() < position) {
                throw notFound(text);
            }
            at = parents.get(position - 1);
        }
        return commits.commit(at).id();
    }

    private ResolvedRef lead(String text, Optional<String> ref, GitId target) {
        var peeled = peeled(target);
        return switch (looks.kind(peeled)) {
            case COMMIT ->
                new ResolvedRef(
                        text,
                        ref,
                        target,
                        Optional.of(peeled),
                        Optional.of(treeOf(peeled, objects.read(peeled).bytes())));
            case TREE -> new ResolvedRef(text, ref, target, Optional.empty(), Optional.of(peeled));
            default -> new ResolvedRef(text, ref, target, Optional.empty(), Optional.empty());
        };
    }

    /// What an object leads to through any number of tags.
    private GitId peeled(GitId id) {
        var at = id;
        for (int depth = 0; depth < DEEPEST_TAG; depth++) {
            if (looks.kind(at) != ObjectKind.TAG) {
                return at;
            }
            at = targetOf(at, objects.read(at).bytes());
        }
        return at;
    }

    private static GitId treeOf(GitId commit, byte[] raw) {
        try {
            return CommitText.parse(raw).tree();
        } catch (MalformedObject damaged) {
            throw corrupt(commit, damaged);
        }
    }

    private static GitId targetOf(GitId tag, byte[] raw) {
        try {
            return TagText.parse(raw, 0, raw.length).target();
        } catch (MalformedObject damaged) {
            throw corrupt(tag, damaged);
        }
    }

    static TempleException corrupt(GitId id, MalformedObject damaged) {
        return new TempleException(
                ErrorCode.TEMPLE_CORRUPT, "Object %s is damaged: %s.".formatted(id, damaged.getMessage()), damaged);
    }

    private TempleException noHistory() {
        return new TempleException(ErrorCode.PROJECT_EMPTY, "The project has no commits yet.");
    }

    private TempleException unborn(String ref) {
        return tx.query(ANY_REF).bind(1, project).exists()
                ? new TempleException(
                        ErrorCode.REF_NOT_FOUND,
                        "HEAD names %s, which has no commits; name another branch.".formatted(Printable.text(ref)))
                : noHistory();
    }

    private static TempleException notFound(String text) {
        return new TempleException(
                ErrorCode.REF_NOT_FOUND, "There is no branch, tag or commit %s.".formatted(Printable.text(text)));
    }

    private static TempleException ambiguous(String text, List<String> candidates) {
        return new TempleException(
                ErrorCode.REF_AMBIGUOUS,
                "%s could be %s."
                        .formatted(
                                Printable.text(text),
                                candidates.stream().map(Printable::text).collect(Collectors.joining(" or "))));
    }
}
