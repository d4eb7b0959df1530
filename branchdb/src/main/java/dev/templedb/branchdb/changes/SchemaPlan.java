package dev.templedb.branchdb.changes;

import dev.templedb.branchdb.schema.SchemaJson;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.packages.json.Json;
import dev.templedb.sqlite.Transaction;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// The steps that bring a file from one schema to another, in order. Immutable.
///
/// ```java
/// file.writeSchema(tx -> {
///     plan.run(tx);
///     return tx.update("PRAGMA user_version = 7").execute();
/// });
/// ```
public record SchemaPlan(List<Step> steps) {
    /// Nothing to do.
    public static final SchemaPlan EMPTY = new SchemaPlan(List.of());

    private static final String FOREIGN_KEYS = "SELECT foreign_keys FROM pragma_foreign_keys";

    public SchemaPlan {
        steps = List.copyOf(steps);
    }

    /// A plan of whole statements that depend on no rows, such as those that make a new file.
    public static SchemaPlan ofStatements(List<String> statements) {
        return new SchemaPlan(
                statements.stream().map(sql -> Step.of("create", sql, 0)).toList());
    }

    /// The steps of one change, by its number.
    public List<Step> stepsOf(int change) {
        return steps.stream().filter(step -> step.change() == change).toList();
    }

    /// Whether a step can fail on the rows of a file, so that every file has to be tried before the change is made.
    public boolean needsTrial() {
        return steps.stream().anyMatch(Step::dependsOnRows);
    }

    /// Whether no step reads or writes rows, so that what goes well in one file goes well in every other one that
    /// has
    /// the same schema to the letter.
    public boolean onlyWritesSchema() {
        return steps.stream().allMatch(Step::onlyWritesSchema);
    }

    /// Takes all steps. `tx` is one of [dev.templedb.sqlite.SqliteFile#writeSchema], or the plan would set off
    /// foreign keys.
    ///
    /// @throws TempleException with `DATA_IN_THE_WAY` and the number of rows, when a check fails; the transaction
    /// is to be
    ///         rolled back then
    public void run(Transaction tx) {
        requireForeignKeysOff(tx);
        for (var step : steps) {
            offence(tx, step).ifPresent(offence -> {
                throw Offence.report(List.of(offence));
            });
            takeOrReport(tx, step);
        }
    }

    /// Tries all steps and finds all rows that are in the way, in a transaction that has to be rolled back
    /// afterwards.
    ///
    /// When a step cannot be taken, the other steps of its change are left out and those of later changes still
    /// tried.
    ///
    /// @return nothing when [#run] would go well
    public List<Offence> trial(Transaction tx) {
        requireForeignKeysOff(tx);
        var offences = new ArrayList<Offence>();
        var failed = new HashSet<Integer>();
        for (var step : steps) {
            var offence = failed.contains(step.change()) && step.check() == null
                    ? Optional.<Offence>empty()
                    : offence(tx, step, !failed.isEmpty());
            offence.ifPresent(each -> {
                offences.add(each);
                failed.add(step.change());
            });
            if (failed.contains(step.change())) {
                continue;
            }
            try {
                take(tx, step);
            } catch (TempleException e) {
                if (failed.isEmpty()) {
                    offences.add(new Offence(step.change(), refusal(e), 0));
                }
                failed.add(step.change());
            }
        }
        return offences;
    }

    private static Optional<Offence> offence(Transaction tx, Step step, boolean othersFailed) {
        try {
            return offence(tx, step);
        } catch (TempleException e) {
            if (othersFailed) {
                // What it asks about was to be made by a step that was left out.
                return Optional.empty();
            }
            throw e;
        }
    }

    private static Optional<Offence> offence(Transaction tx, Step step) {
        var check = step.check();
        if (check == null) {
            return Optional.empty();
        }
        long rows = tx.query(check.countSql()).longValue();
        return rows == 0 ? Optional.empty() : Optional.of(new Offence(step.change(), check.say(rows), rows));
    }

    private static void takeOrReport(Transaction tx, Step step) {
        try {
            take(tx, step);
        } catch (TempleException e) {
            throw step.tried() && e.code() == ErrorCode.INTERNAL
                    ? Offence.report(List.of(new Offence(step.change(), refusal(e), 0)))
                    : e;
        }
    }

    private static void take(Transaction tx, Step step) {
        if (!step.sql().isEmpty()) {
            tx.script(step.sql());
        }
    }

    private static String refusal(TempleException e) {
        String message = String.valueOf(e.getMessage());
        return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
    }

    private static void requireForeignKeysOff(Transaction tx) {
        if (tx.query(FOREIGN_KEYS).longValue() != 0) {
            throw new IllegalStateException("a plan runs in SqliteFile.writeSchema, where foreign keys are off");
        }
    }

    /// The plan as JSON, for the catalogue.
    public Json.Arr toJson() {
        return SchemaJson.array(steps, Step::toJson);
    }

    /// Reads what [#toJson] made.
    ///
    /// @throws TempleException with `CHANGE_INVALID` for anything else
    public static SchemaPlan fromJson(Json json) {
        return new SchemaPlan(SchemaJson.list(Json.Obj.empty().with("steps", json), "steps", Step::fromJson));
    }
}
