package dev.templedb.api;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The body of every answer that is not a success: a problem document of RFC 9457, sent as `application/problem+json`.
///
/// @param type    always `about:blank`: `code` says what happened
/// @param status  the HTTP status, repeated
/// @param code    the permanent id of the error, such as `TDB-1401`; what clients may test
/// @param title   the name of the error in the catalogue, such as `REMOTE_UNREACHABLE`
/// @param detail  one full sentence for a person
/// @param hint    the way out
/// @param details what a program may want to know besides, such as the tips of a project that has moved on
public record ProblemJson(
        String type,
        int status,
        String code,
        String title,
        String detail,
        String hint,
        @Nullable Map<String, Object> details) {}
