package dev.templedb.temple.exchange;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.state.Head;
import dev.templedb.packages.state.InvalidState;
import dev.templedb.packages.state.ProjectState;
import dev.templedb.temple.databases.DocumentsOfDatabases;
import dev.templedb.temple.secrets.SecretsPart;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/// Merges what two states say beside their refs: facts, labels, documents, sections, and members that nobody here
/// knows.
final class StateMerge {
    private static final Set<String> OF_PARTS =
            Set.of("databases", "environments", "secrets", "targets", "variables", "registry", "sections");

    private final ThreeWay decisions;
    private final Json.Obj base;
    private final ProjectState ours;
    private final ProjectState theirs;
    private final SortedMap<String, Sha256> baseDocuments;
    private final DocumentMerge documents;

    StateMerge(
            ThreeWay decisions,
            Optional<ProjectState> base,
            ProjectState ours,
            ProjectState theirs,
            Function<Sha256, byte[]> pieces) {
        this.decisions = decisions;
        this.base = base.map(ProjectState::json).orElse(Json.Obj.empty());
        this.baseDocuments = base.map(ProjectState::documents).orElse(new TreeMap<>());
        this.ours = ours;
        this.theirs = theirs;
        this.documents = new DocumentMerge(decisions, pieces);
    }

    /// The documents that are neither side's.
    Map<Sha256, byte[]> made() {
        return documents.made();
    }

    /// The merged state, with our refs. What it says of its objects is ours and not to be relied on. Without
    /// secrets
    /// on their side it has none of ours either, which then stay as they are.
    ProjectState merge(String updatedAt) {
        var json = ours.json();
        json = json.with("project", facts(updatedAt))
                .with(
                        "tags",
                        new Json.Arr(ThreeWay.set(
                                base.list("tags"),
                                json.list("tags"),
                                theirs.json().list("tags"))))
                .with("documents", documentMember())
                .with("sections", sections());
        var names = new LinkedHashSet<>(json.members().keySet());
        names.addAll(theirs.json().members().keySet());
        for (var name : names) {
            if (!StateItems.OWN_MEMBERS.contains(name) && !OF_PARTS.contains(name)) {
                var merged = new JsonMerge(decisions)
                        .merge(
                                name,
                                Optional.ofNullable(base.get(name)),
                                Optional.ofNullable(json.get(name)),
                                Optional.ofNullable(theirs.json().get(name)));
                json = merged.isPresent() ? json.with(name, merged.get()) : json.without(name);
            }
        }
        return state(json);
    }

    static ProjectState state(Json.Obj json) {
        try {
            return ProjectState.of(json);
        } catch (InvalidState invalid) {
            throw new TempleException(
                    ErrorCode.PACKAGE_TOO_LARGE,
                    "Both sides together cannot be described as a state: %s.".formatted(invalid.getMessage()),
                    invalid);
        }
    }

    private Json.Obj facts(String updatedAt) {
        var before = base.object("project");
        var facts = ours.project();
        var names = new LinkedHashSet<>(facts.members().keySet());
        names.addAll(theirs.project().members().keySet());
        for (var name : names) {
            if (!StateItems.OF_THE_RECORD.contains(name)) {
                var merged = new JsonMerge(decisions)
                        .merge("fact " + name, said(before, name), said(facts, name), said(theirs.project(), name));
                facts = merged.isPresent() ? facts.with(name, merged.get()) : facts.without(name);
            }
        }
        return facts.with("updated_at", updatedAt);
    }

    private static Optional<Json> said(Json.Obj facts, String name) {
        return Optional.ofNullable(facts.get(name)).filter(value -> !(value instanceof Json.Null));
    }

    private Json documentMember() {
        boolean withSecrets = Standing.hasSecrets(theirs);
        return hashes(documents.merge(
                without(baseDocuments, withSecrets),
                without(ours.documents(), withSecrets),
                without(theirs.documents(), withSecrets)));
    }

    private static SortedMap<String, Sha256> without(SortedMap<String, Sha256> documents, boolean withSecrets) {
        var kept = new TreeMap<>(documents);
        kept.keySet()
                .removeIf(name ->
                        !withSecrets && name.startsWith(SecretsPart.PREFIX) || DocumentsOfDatabases.isRows(name));
        return kept;
    }

    private Json sections() {
        var names = new LinkedHashSet<>(ours.sections().keySet());
        names.addAll(theirs.sections().keySet());
        var merged = new TreeMap<String, Sha256>();
        for (var name : names) {
            decisions
                    .choose(
                            "section " + name,
                            base.object("sections").text(name).map(Sha256::parse),
                            Optional.ofNullable(ours.sections().get(name)),
                            Optional.ofNullable(theirs.sections().get(name)),
                            hash -> Bytes.of(hash.hex()))
                    .ifPresent(hash -> merged.put(name, hash));
        }
        return hashes(merged);
    }

    private static Json hashes(Map<String, Sha256> hashes) {
        var json = new LinkedHashMap<String, Json>();
        hashes.forEach((name, hash) -> json.put(name, new Json.Str(hash.hex())));
        return Json.object(json);
    }

    /// Where `HEAD` points afterwards: where the side that moved it says, if that is still there.
    static Head head(Optional<ProjectState> base, ProjectState ours, ProjectState theirs, Set<String> refs) {
        boolean isOurs = !base.map(ProjectState::head).equals(Optional.of(ours.head())) || isGone(theirs.head(), refs);
        var head = isOurs ? ours.head() : theirs.head();
        if (isGone(head, refs)) {
            return isGone(theirs.head(), refs) ? head : theirs.head();
        }
        return head;
    }

    private static boolean isGone(Head head, Set<String> refs) {
        return head instanceof Head.Branch(var ref) && !refs.contains(ref);
    }

    /// `state` with other refs and another head.
    static ProjectState with(ProjectState state, Map<String, GitId> refs, Head head) {
        var byName = new LinkedHashMap<String, Json>();
        refs.forEach((name, target) -> byName.put(name, new Json.Str(target.hex())));
        var at = switch (head) {
            case Head.Branch(var ref) -> Json.Obj.empty().with("ref", ref);
            case Head.Detached(var commit) -> Json.Obj.empty().with("commit", commit.hex());
        };
        return state(state.json()
                .with("git", state.json().object("git").with("head", at).with("refs", Json.object(byName))));
    }

    /// What a state's documents are, for who changes one.
    static ProjectState withDocuments(ProjectState state, Map<String, Sha256> documents) {
        return state(state.json().with("documents", hashes(documents)));
    }
}
