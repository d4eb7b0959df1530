package dev.templedb.temple.query;

import dev.templedb.core.TempleException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Changes that a person wants, as SQL.
///
/// @param script     INSERT, UPDATE and DELETE statements on views, with `;` between them
/// @param parameters the value of each parameter, as in [QueryRequest]; for a single statement
/// @param names      whose names of tables it uses
/// @param time       longest running time of each statement
/// @param lastResort told, on another thread, when a statement does not end although it was interrupted
public record ChangeRequest(
        String script,
        Map<String, Object> parameters,
        Optional<TableNames> names,
        java.time.Duration time,
        Consumer<TempleException> lastResort) {
    public ChangeRequest {
        parameters = Map.copyOf(parameters);
    }

    /// Changes without parameters, under our own names.
    public static ChangeRequest of(String script) {
        return new ChangeRequest(script, Map.of(), Optional.empty(), QueryRequest.DEFAULT_TIME, failure -> {});
    }

    /// With the names of tables of another tool.
    public ChangeRequest with(TableNames newNames) {
        return new ChangeRequest(script, parameters, Optional.of(newNames), time, lastResort);
    }

    /// With values for its parameters.
    public ChangeRequest withParameters(Map<String, Object> newParameters) {
        return new ChangeRequest(script, newParameters, names, time, lastResort);
    }
}
