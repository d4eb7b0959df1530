package dev.templedb.temple.remotes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.core.TempleException;
import dev.templedb.temple.exchange.JoinConflict;
import dev.templedb.temple.exchange.JoinReport;
import dev.templedb.temple.exchange.JoinSide;
import dev.templedb.temple.secrets.KeyRing;
import dev.templedb.temple.secrets.Secret;
import dev.templedb.temple.secrets.Secrets;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Two people who change the same project at once.
class SyncTest {
    private static final RemoteRef REF = RemoteRef.of("ada", "p");

    @TempDir
    private Path folder;

    private SharingTemple ada;
    private SharingTemple bob;
    private Remote remote;

    @BeforeEach
    void open() throws Exception {
        var shared = Files.createDirectories(folder.resolve("shared"));
        FolderRemote.begin(shared);
        remote = new FolderRemote(shared, folder.resolve("scratch"), Clock.systemUTC());
        ada = new SharingTemple(folder.resolve("ada"));
        bob = new SharingTemple(folder.resolve("bob"));
        ada.git("p").write("f0", "first\n").commit("First");
        ada.take("p");
        ada.set("p", "SHARED", "both");
        ada.push(remote, "p", REF, "");
        bob.clone(remote, REF, "");
    }

    @AfterEach
    void close() {
        ada.close();
        bob.close();
    }

    private void push(SharingTemple who) {
        who.push(remote, "p", REF, "");
    }

    private JoinReport pull(SharingTemple who) {
        return who.pull(remote, "p").orElseThrow();
    }

    @Test
    void a_project_that_follows_another_one_begins_without_its_secrets_and_one_that_was_moved_keeps_them() {
        ada.pushWithSecrets(remote, "p", REF);
        assertThat(ada.tracking("p", REF).withSecrets()).isTrue();
        new Links(ada.temple()).follow("p", ada.tracking("p"), RemoteRef.of("team", "p"));
        assertThat(ada.tracking("p").withSecrets()).isTrue();
        assertThat(ada.tracking("p", RemoteRef.of("eve", "p")).withSecrets()).isFalse();
    }

    @Test
    void what_two_pulls_have_brought_is_said_together() {
        ada.commit("p", "main", "a", "one");
        push(ada);
        bob.commit("p", "main", "b", "two");
        var first = pull(bob);
        ada.commit("p", "main", "a", "three");
        push(ada);
        var second = pull(bob);
        var both = second.after(first);
        assertThat(both.newCommits()).isEqualTo(first.newCommits() + second.newCommits());
        assertThat(first.newCommits()).isPositive();
        assertThat(both.outcome()).isEqualTo(JoinReport.Outcome.MERGED);
        assertThat(both.here()).isEqualTo(second.here());
    }

    @Test
    void all_projects_follow_one_that_was_moved() {
        ada.take("p", "twin");
        ada.tracking("twin", RemoteRef.of("ADA", "P"));
        var seen = ada.tracking("p").state();
        assertThat(new Links(ada.temple()).followAll(ada.named(), REF, RemoteRef.of("team", "q")))
                .containsExactly("p", "twin");
        assertThat(ada.tracking("twin").ref()).isEqualTo(RemoteRef.of("team", "q"));
        assertThat(ada.tracking("p").ref()).isEqualTo(RemoteRef.of("team", "q"));
        assertThat(ada.tracking("p").state()).isEqualTo(seen).isPresent();
    }

    private static List<String> items(SharingTemple who) {
        return new SyncConflicts(who.temple())
                .list("p", false).stream()
                        .map(conflict -> conflict.what().item())
                        .toList();
    }

    private static String text(Optional<byte[]> bytes) {
        return bytes.map(value -> new String(value, StandardCharsets.UTF_8)).orElse("");
    }

    private void requireEqual() {
        assertThat(bob.state("p").root()).isEqualTo(ada.state("p").root());
    }

    @Test
    void what_only_one_side_has_changed_comes_together_without_a_question() {
        ada.set("p", "A", "1");
        ada.unset("p", "SHARED");
        ada.commit("p", "main", "ada.txt", "ada\n");
        ada.edit("p", "A description", "react");
        push(ada);
        bob.set("p", "B", "2");
        bob.commit("p", "main", "bob.txt", "bob\n");
        bob.commit("p", "side", "side.txt", "side\n");
        var report = pull(bob);
        assertThat(report.outcome()).isEqualTo(JoinReport.Outcome.MERGED);
        assertThat(report.open()).isEmpty();
        assertThat(bob.variables("p")).isEqualTo(Map.of("A", "1", "B", "2"));
        assertThat(bob.file("p", "main", "ada.txt")).isEqualTo("ada\n");
        assertThat(bob.file("p", "main", "bob.txt")).isEqualTo("bob\n");
        push(bob);
        assertThat(pull(ada).outcome()).isEqualTo(JoinReport.Outcome.MOVED_ON);
        requireEqual();
        assertThat(ada.file("p", "side", "side.txt")).isEqualTo("side\n");
    }

    @Test
    void a_merge_by_somebody_without_an_address_is_refused_and_changes_nothing() {
        ada.commit("p", "main", "ada.txt", "ada\n");
        push(ada);
        bob.commit("p", "main", "bob.txt", "bob\n");
        var before = bob.state("p").root();

        var refused = catchThrowableOfType(TempleException.class, () -> bob.pullAsNobody(remote, "p"));

        assertThat(refused.code()).isEqualTo(ErrorCode.IDENTITY_UNKNOWN);
        assertThat(bob.state("p").root()).isEqualTo(before);
        assertThat(pull(bob).outcome()).isEqualTo(JoinReport.Outcome.MERGED);
    }

    @Test
    void what_both_have_changed_waits_and_is_resolved_one_by_one() {
        ada.set("p", "SHARED", "ada");
        ada.commit("p", "main", "f0", "ada\n");
        push(ada);
        bob.set("p", "SHARED", "bob");
        bob.commit("p", "main", "f0", "bob\n");
        bob.commit("p", "main", "f1", "only bob\n");
        pull(bob);
        assertThat(items(bob)).containsExactly("branch main: f0", "environments/default.env#SHARED");
        assertThat(bob.variables("p")).containsEntry("SHARED", "bob");
        assertThat(bob.file("p", "main", "f0")).isEqualTo("bob\n");
        var refused = catchThrowableOfType(TempleException.class, () -> push(bob));
        assertThat(refused.code()).isEqualTo(ErrorCode.SYNC_CONFLICTS_OPEN);

        bob.resolve("p", "environments/default.env#SHARED", JoinSide.OURS);
        assertThat(items(bob)).containsExactly("branch main: f0");
        bob.resolve("p", "branch main: f0", JoinSide.THEIRS);
        assertThat(items(bob)).isEmpty();
        assertThat(bob.file("p", "main", "f0")).isEqualTo("ada\n");
        assertThat(bob.file("p", "main", "f1")).isEqualTo("only bob\n");
        push(bob);
        pull(ada);
        requireEqual();
        assertThat(ada.variables("p")).containsEntry("SHARED", "bob");
    }

    @Test
    void secrets_that_go_along_later_are_a_new_state() {
        var keys = new KeyRing(folder.resolve("keys"), List.of(), (file, isNew) -> new byte[0]);
        var secrets = new Secrets(ada.temple());
        secrets.set("p", "API_KEY", "k".getBytes(StandardCharsets.UTF_8), keys, false);
        assertThat(ada.push(remote, "p", REF, "").moved()).isFalse();
        assertThat(ada.pushWithSecrets(remote, "p", REF).moved()).isTrue();
        assertThat(ada.pushWithSecrets(remote, "p", REF).moved()).isFalse();
        pull(bob);
        assertThat(new Secrets(bob.temple()).list("p")).extracting(Secret::name).containsExactly("API_KEY");

        secrets.rotate("p", keys);
        bob.set("p", "B", "2");
        bob.pushWithSecrets(remote, "p", REF);
        var refused = catchThrowableOfType(TempleException.class, () -> ada.pushWithSecrets(remote, "p", REF));
        assertThat(refused.code()).isEqualTo(ErrorCode.REMOTE_MOVED);
    }

    @Test
    void a_removal_and_a_change_of_the_same_thing_wait_too() {
        ada.unset("p", "SHARED");
        push(ada);
        bob.set("p", "SHARED", "bob");
        pull(bob);
        assertThat(items(bob)).containsExactly("environments/default.env#SHARED");
        bob.resolve("p", "environments/default.env#SHARED", JoinSide.THEIRS);
        assertThat(bob.variables("p")).isEmpty();
        push(bob);
        requireEqual();
    }

    @Test
    void a_tag_that_both_have_made_keeps_both_commits() {
        var one = ada.commit("p", "main", "f1", "ada\n");
        ada.tag("p", "v1", one);
        push(ada);
        var other = bob.commit("p", "side", "f2", "bob\n");
        bob.tag("p", "v1", other);
        pull(bob);
        assertThat(items(bob)).containsExactly("ref refs/tags/v1");
        assertThat(bob.commits("p")).contains(one, other);
        bob.resolve("p", "ref refs/tags/v1", JoinSide.THEIRS);
        assertThat(bob.state("p").refs()).containsEntry("refs/tags/v1", one);
        assertThat(bob.state("p").refs().keySet()).noneMatch(name -> name.startsWith("refs/remotes/"));
    }

    @Test
    void targets_and_facts_are_joined_member_by_member() {
        ada.target("p", "prod", "a.example.org");
        push(ada);
        pull(bob);
        ada.target("p", "prod", "ada.example.org");
        ada.target("p", "test", "t.example.org");
        ada.edit("p", "By Ada");
        push(ada);
        bob.target("p", "prod", "bob.example.org");
        bob.target("p", "stage", "s.example.org");
        bob.edit("p", "By Bob");
        pull(bob);
        assertThat(items(bob)).containsExactly("deployments/targets.json#/prod/host", "fact description");
        assertThat(bob.targets("p").keySet()).containsExactlyInAnyOrder("prod", "test", "stage");
        bob.resolve("p", "deployments/targets.json#/prod/host", JoinSide.THEIRS);
        bob.resolve("p", "fact description", JoinSide.THEIRS);
        assertThat(bob.targets("p")).containsEntry("prod", "ada.example.org");
        push(bob);
        pull(ada);
        requireEqual();
    }

    /// Random moves on both sides and syncs with each strategy: whatever a side has done is there afterwards, or
    /// listed.
    @ParameterizedTest
    @CsvSource({"1,", "3,OURS", "5,THEIRS"})
    void nothing_is_lost(long seed, JoinSide favoured) {
        var random = new Random(seed);
        var made = new ArrayList<GitId>();
        List.of(ada, bob).forEach(who -> met.put(who, values(who)));
        for (int round = 0; round < 4; round++) {
            for (var who : List.of(ada, bob)) {
                for (int i = random.nextInt(4); i >= 0; i--) {
                    move(who, random, made, round * 10 + i);
                }
            }
            for (var who : random.nextBoolean() ? List.of(ada, bob) : List.of(bob, ada)) {
                sync(who, favoured, random);
                assertThat(who.commits("p")).containsAll(own(made, who));
            }
        }
        sync(ada, favoured, random);
        sync(bob, favoured, random);
        sync(ada, favoured, random);
        requireEqual();
        assertThat(ada.commits("p")).containsAll(made);
    }

    /// What each had when it last synced.
    private final Map<SharingTemple, Map<String, String>> met = new HashMap<>();

    private static List<GitId> own(List<GitId> made, SharingTemple who) {
        return made.stream().filter(who.made()::contains).toList();
    }

    private void move(SharingTemple who, Random random, List<GitId> made, int number) {
        var name = (who == ada ? "ada" : "bob") + number;
        switch (random.nextInt(6)) {
            case 0, 1 -> made.add(who.commit("p", "main", "f" + random.nextInt(3), name + "\n"));
            case 2 -> made.add(who.commit("p", "b" + random.nextInt(2), "f" + random.nextInt(3), name + "\n"));
            case 3 -> who.set("p", "V" + random.nextInt(3), name);
            case 4 -> {
                var variable = "V" + random.nextInt(3);
                if (who.variables("p").containsKey(variable)) {
                    who.unset("p", variable);
                }
            }
            default -> who.tag("p", "t" + number + name, who.state("p").refs().get("refs/heads/main"));
        }
    }

    private void sync(SharingTemple who, JoinSide favoured, Random random) {
        var before = values(who);
        var report = who.pull(remote, "p", Optional.ofNullable(favoured));
        var after = values(who);
        report.ifPresent(joined -> {
            var listed = new ArrayList<>(joined.open());
            listed.addAll(joined.decided());
            requireKept(Objects.requireNonNull(met.get(who)), before, after, listed);
        });
        while (!items(who).isEmpty()) {
            var open = items(who);
            who.resolve(
                    "p", open.get(random.nextInt(open.size())), random.nextBoolean() ? JoinSide.OURS : JoinSide.THEIRS);
        }
        push(who);
        met.put(who, values(who));
    }

    private static Map<String, String> values(SharingTemple who) {
        var values = new HashMap<String, String>();
        who.variables("p").forEach((name, value) -> values.put("environments/default.env#" + name, value));
        who.state("p").refs().forEach((name, id) -> {
            if (name.startsWith("refs/tags/")) {
                values.put("ref " + name, id.hex());
            }
        });
        return values;
    }

    /// What this side has set, changed or removed since it synced last is still so, or it is listed with the value
    /// that
    /// it had here.
    private static void requireKept(
            Map<String, String> met, Map<String, String> before, Map<String, String> after, List<JoinConflict> listed) {
        var byItem = listed.stream().collect(Collectors.toMap(JoinConflict::item, conflict -> conflict));
        var items = new HashSet<>(met.keySet());
        items.addAll(before.keySet());
        for (var item : items) {
            var value = before.get(item);
            if (byItem.containsKey(item)) {
                assertThat(text(byItem.get(item).ours())).as(item).isEqualTo(Objects.requireNonNullElse(value, ""));
            } else if (!Objects.equals(value, met.get(item))) {
                assertThat(after.get(item)).as(item).isEqualTo(value);
            }
        }
        byItem.forEach((item, conflict) -> {
            if (after.containsKey(item)) {
                assertThat(after.get(item)).isIn(text(conflict.ours()), text(conflict.theirs()));
            }
        });
    }
}
