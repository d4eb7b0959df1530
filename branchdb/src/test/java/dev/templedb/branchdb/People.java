package dev.templedb.branchdb;

import dev.templedb.branchdb.changes.Change;
import dev.templedb.branchdb.schema.Column;
import dev.templedb.branchdb.schema.ForeignKey;
import dev.templedb.branchdb.schema.Table;
import dev.templedb.branchdb.schema.Unique;
import java.util.List;

/// A schema of teams and their users, with a column of each type.
final class People {
    private People() {}

    static List<Change> tables() {
        var teams = Table.define("teams").withColumn(Column.of("name", "TEXT"));
        var users = Table.define("users")
                .withColumn(Column.of("name", "TEXT").withNotNull(true))
                .withColumn(Column.of("email", "TEXT"))
                .withColumn(Column.of("age", "INTEGER").withDefault("0"))
                .withColumn(Column.of("active", "BOOLEAN"))
                .withColumn(Column.of("score", "REAL"))
                .withColumn(Column.of("balance", "NUMERIC"))
                .withColumn(Column.of("photo", "BLOB"))
                .withColumn(Column.of("team_id", "TEXT"))
                .with(Unique.of("email"))
                .with(ForeignKey.of("team_id", "teams", "id", ForeignKey.Action.NO_ACTION));
        return List.of(new Change.CreateTable(teams), new Change.CreateTable(users));
    }
}
