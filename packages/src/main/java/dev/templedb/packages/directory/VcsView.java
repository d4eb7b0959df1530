package dev.templedb.packages.directory;

import dev.templedb.core.GitId;
import dev.templedb.packages.content.PackageSource;
import dev.templedb.packages.content.PackagedCommit;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.state.Head;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// The history as `vcs/*.json` lists it: numbers instead of ids, one branch a commit, first parents only. The truth is
/// in the objects.
final class VcsView {
    private static final String BRANCHES = "refs/heads/";
    private static final String TAGS = "refs/tags/";

    private record Branch(String name, GitId tip, boolean isDefault) {}

    private final PackageSource source;
    private final Map<GitId, GitId> tagTargets;
    private final List<PackagedCommit> commits;
    private final Map<GitId, Integer> numbers = new HashMap<>();
    private final List<Branch> branches = new ArrayList<>();
    private final int[] branchOf;

    /// @param tagTargets what each annotated tag names
    VcsView(PackageSource source, Map<GitId, GitId> tagTargets) {
        this.source = source;
        this.tagTargets = tagTargets;
        this.commits = source.commits();
        for (int i = 0; i < commits.size(); i++) {
            numbers.put(commits.get(i).id(), i);
        }
        collectBranches();
        branchOf = new int[commits.size()];
        assignBranches();
    }

    private void collectBranches() {
        var current = source.state().head() instanceof Head.Branch(var ref) ? ref : "";
        source.state().refs().forEach((ref, tip) -> {
            if (ref.startsWith(BRANCHES)) {
                branches.add(new Branch(ref.substring(BRANCHES.length()), tip, ref.equals(current)));
            }
        });
        if (branches.isEmpty() && !commits.isEmpty()) {
            // The Python tool wants a branch for each commit; this project has tags or a detached HEAD only.
            branches.add(new Branch("detached", commits.getLast().id(), true));
        }
    }

    /// A commit belongs to the default branch when that reaches it, else to the first by name that does.
    private void assignBranches() {
        for (int branch : IntStream.range(0, branches.size())
                .boxed()
                .sorted(Comparator.comparing(at -> !branches.get(at).isDefault()))
                .toList()) {
            var queue = new ArrayDeque<GitId>(List.of(branches.get(branch).tip()));
            while (!queue.isEmpty()) {
                var number = numbers.get(queue.remove());
                if (number != null && branchOf[number] == 0) {
                    branchOf[number] = branch + 1;
                    queue.addAll(commits.get(number).parents());
                }
            }
        }
        int fallback = 1
                + IntStream.range(0, branches.size())
                        .filter(at -> branches.get(at).isDefault())
                        .findFirst()
                        .orElse(0);
        Arrays.setAll(branchOf, at -> branchOf[at] == 0 ? fallback : branchOf[at]);
    }

    int commitCount() {
        return commits.size();
    }

    int branchCount() {
        return branches.size();
    }

    /// The commit with this id, when the history lists it.
    Optional<PackagedCommit> commit(GitId id) {
        return Optional.ofNullable(numbers.get(id)).map(commits::get);
    }

    /// The newest commit's author time, or the time of the state when there is none.
    Instant newest() {
        return commits.isEmpty() ? source.state().time() : commits.getLast().at();
    }

    Instant oldest() {
        return commits.isEmpty() ? source.state().time() : commits.getFirst().at();
    }

    /// The id that HEAD leads to, which need not be a commit of a broken history.
    Optional<GitId> headCommit() {
        return switch (source.state().head()) {
            case Head.Branch(var ref) ->
                Optional.ofNullable(source.state().refs().get(ref));
            case Head.Detached(var commit) -> Optional.of(commit);
        };
    }

    Iterator<Json> branches() {
        return IntStream.range(0, branches.size()).<Json>mapToObj(this::branch).iterator();
    }

    private Json branch(int at) {
        var branch = branches.get(at);
        var created = commit(branch.tip())
                .map(PackagedCommit::at)
                .orElse(source.state().time());
        return Json.Obj.empty()
                .with("id", at + 1)
                .with("branch_name", branch.name())
                .with("parent_branch_id", Json.NULL)
                .with("is_default", branch.isDefault() ? 1 : 0)
                .with("created_at", PackageTime.plain(created));
    }

    Iterator<Json> commits() {
        return IntStream.range(0, commits.size()).<Json>mapToObj(this::commit).iterator();
    }

    private Json commit(int at) {
        var commit = commits.get(at);
        var parent = commit.parents().stream().findFirst().map(numbers::get);
        return Json.Obj.empty()
                .with("id", at + 1)
                .with("branch_id", branchOf[at])
                .with(
                        "parent_commit_id",
                        parent.<Json>map(number -> Json.Num.of(number + 1)).orElse(Json.NULL))
                .with("commit_hash", commit.id().hex())
                .with("author", commit.authorName())
                .with("author_email", commit.authorEmail().isEmpty() ? null : commit.authorEmail())
                .with("commit_message", commit.message())
                .with("commit_timestamp", PackageTime.plain(commit.at()));
    }

    /// Tags that name a commit, directly or through annotated tags.
    Iterator<Json> tags() {
        var found = new TreeMap<String, Integer>();
        source.state().refs().forEach((ref, id) -> {
            if (ref.startsWith(TAGS)) {
                var number = numbers.get(peeled(id));
                if (number != null) {
                    found.put(ref.substring(TAGS.length()), number + 1);
                }
            }
        });
        var tags = new ArrayList<Json>();
        found.forEach((name, commit) -> tags.add(Json.Obj.empty()
                .with("id", tags.size() + 1)
                .with("tag_name", name)
                .with("commit_id", commit)));
        return tags.iterator();
    }

    private GitId peeled(GitId id) {
        var at = id;
        while (tagTargets.containsKey(at)) {
            at = tagTargets.get(at);
        }
        return at;
    }
}
