package dev.templedb.cathedral.permissions;

import java.util.UUID;
import org.jdbi.v3.core.statement.SqlStatement;

/// Binds the arguments of the SQL function `visible_projects(:viewer, :everything, :reach)`, which every list, search,
/// count and feed selects from: it is the condition of [ProjectRules] for `READ`.
public final class Viewer {
    private Viewer() {}

    /// Binds them in `statement`, and returns it.
    public static <S extends SqlStatement<S>> S bind(S statement, Caller caller) {
        var identity = caller.identity();
        var reach = identity == null ? null : identity.projects();
        statement
                .bind("viewer", caller.viewer())
                .bind("everything", caller.administers())
                .bind("reach", reach == null ? null : reach.toArray(UUID[]::new));
        return statement;
    }
}
