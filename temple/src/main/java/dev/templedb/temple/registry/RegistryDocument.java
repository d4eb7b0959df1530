package dev.templedb.temple.registry;

import dev.templedb.core.TempleException;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.json.JsonReader;
import dev.templedb.packages.json.PackageJson;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// Team and hosting facts as they travel, in the words of project registries:
///
/// ```json
/// {"team": {"active_members": ["ada"], "recent_contributors": ["numa"]},
///  "hosting": {"open_prs": [12], "open_issues": [], "stars": 3, "last_synced": "2026-01-02T03:04:05Z"}}
/// ```
///
/// @param members      in their order
/// @param contributors in their order
record RegistryDocument(List<String> members, List<String> contributors, Hosting hosting) {
    static final String NAME = "metadata/registry.json";

    private static final int MOST_PEOPLE = 10_000;

    RegistryDocument {
        members = List.copyOf(members);
        contributors = List.copyOf(contributors);
    }

    static RegistryDocument of(List<SqliteRegistryStore.Named> people, Hosting hosting) {
        return new RegistryDocument(names(people, Role.MEMBER), names(people, Role.CONTRIBUTOR), hosting);
    }

    private static List<String> names(List<SqliteRegistryStore.Named> people, Role role) {
        return people.stream()
                .filter(named -> named.role() == role)
                .map(SqliteRegistryStore.Named::name)
                .toList();
    }

    boolean isEmpty() {
        return members.isEmpty() && contributors.isEmpty() && hosting.equals(Hosting.NONE);
    }

    /// The facts laid over `base`, whose members that nobody here knows stay.
    byte[] write(Json.Obj base) {
        var team = base.object("team")
                .with("active_members", Json.Arr.ofTexts(members))
                .with("recent_contributors", Json.Arr.ofTexts(contributors));
        var place = base.object("hosting")
                .with("open_prs", numbers(hosting.openPullRequests()))
                .with("open_issues", numbers(hosting.openIssues()))
                .with("stars", hosting.stars().<Json>map(Json.Num::of).orElse(Json.NULL))
                .with("last_synced", hosting.lastSynced().map(Instant::toString).orElse(null));
        return PackageJson.write(base.with("team", team).with("hosting", place));
    }

    /// The JSON object that `bytes` are, or an empty one.
    static Json.Obj json(byte[] bytes) {
        try {
            return JsonReader.readObject(bytes);
        } catch (JsonReader.InvalidJson unreadable) {
            return Json.Obj.empty();
        }
    }

    /// The facts that `bytes` say; nothing when one of them has a form that nobody here knows.
    static Optional<RegistryDocument> read(byte[] bytes) {
        var json = json(bytes);
        if (json.members().isEmpty()) {
            return Optional.empty();
        }
        var team = json.object("team");
        var place = json.object("hosting");
        var members = names(team, "active_members");
        var contributors = names(team, "recent_contributors");
        var prs = numbers(place, "open_prs");
        var issues = numbers(place, "open_issues");
        if (members.isEmpty() || contributors.isEmpty() || prs.isEmpty() || issues.isEmpty()) {
            return Optional.empty();
        }
        try {
            var hosting = new Hosting(
                    prs.get(),
                    issues.get(),
                    place.whole("stars"),
                    place.text("last_synced").map(Instant::parse));
            return Optional.of(new RegistryDocument(members.get(), contributors.get(), hosting));
        } catch (TempleException | DateTimeException unknown) {
            return Optional.empty();
        }
    }

    private static Optional<List<String>> names(Json.Obj team, String member) {
        var names = new ArrayList<String>();
        var seen = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (var element : team.list(member)) {
            if (!(element instanceof Json.Str(var name)) || !Team.isName(name)) {
                return Optional.empty();
            }
            if (seen.add(name)) {
                names.add(name);
            }
        }
        return names.size() > MOST_PEOPLE ? Optional.empty() : Optional.of(names);
    }

    /// The numbers of an array; nothing when it holds something else.
    static Optional<List<Long>> numbers(Json.Obj place, String member) {
        var numbers = new ArrayList<Long>();
        for (var element : place.list(member)) {
            var whole = element instanceof Json.Num number ? number.whole() : Optional.<Long>empty();
            if (whole.isEmpty()) {
                return Optional.empty();
            }
            numbers.add(whole.get());
        }
        return Optional.of(numbers);
    }

    static Json.Arr numbers(List<Long> numbers) {
        return new Json.Arr(numbers.stream().<Json>map(Json.Num::of).toList());
    }
}
