package dev.templedb.branchdb.changes;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// The tables in which files keep what steps dropped, for an undo: found by going through the steps that led to a
/// version, from the first to the last. Not thread-safe.
public final class KeptTables {
    /// All their names begin like this.
    public static final String PREFIX = "__kept_";

    private static final String NAME = "(\"" + PREFIX + "(?:[^\"]|\"\")*\")";
    private static final Pattern MADE = Pattern.compile("^DROP TABLE IF EXISTS " + NAME);
    private static final Pattern FOUND = Pattern.compile("^CREATE TABLE IF NOT EXISTS " + NAME);
    private static final Pattern DROPPED = Pattern.compile("DROP TABLE (?:IF EXISTS )?" + NAME + "$");

    private final SequencedMap<String, Instant> since = new LinkedHashMap<>();

    /// Takes note of what the steps of a version did.
    public void took(SchemaPlan plan, Instant at) {
        for (var step : plan.steps()) {
            switch (step.name()) {
                case "keep_data" -> {
                    var made = MADE.matcher(step.sql());
                    if (made.find()) {
                        since.put(made.group(1), at);
                    }
                }
                case "drop_kept", "restore_data" -> {
                    var dropped = DROPPED.matcher(step.sql());
                    if (dropped.find()) {
                        since.remove(dropped.group(1));
                    }
                }
                default -> {}
            }
        }
    }

    /// Whether everything is there from which `plan`, the way back of a change, brings rows and values back.
    public boolean hasWhatBringsBack(SchemaPlan plan) {
        return plan.steps().stream()
                .filter(step -> step.name().equals("find_kept"))
                .map(step -> FOUND.matcher(step.sql()))
                .allMatch(found -> found.find() && since.containsKey(found.group(1)));
    }

    /// `plan`, and after it the removal of what was kept before, by when that was.
    public SchemaPlan leaving(SchemaPlan plan, Predicate<Instant> isGone) {
        var steps = new ArrayList<>(plan.steps());
        int change = plan.steps().stream().mapToInt(Step::change).max().orElse(-1) + 1;
        for (var name : gone(plan, isGone)) {
            steps.add(Step.of("drop_kept", "DROP TABLE IF EXISTS " + name, change));
        }
        return new SchemaPlan(steps);
    }

    private List<String> gone(SchemaPlan plan, Predicate<Instant> isGone) {
        var used = new KeptTables();
        used.took(plan, Instant.MAX);
        return since.entrySet().stream()
                .filter(each -> isGone.test(each.getValue()))
                .map(Map.Entry::getKey)
                .filter(name -> !used.since.containsKey(name))
                .toList();
    }
}
