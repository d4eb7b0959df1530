/// Traces for OpenTelemetry: what happens to a request, statement by statement, told to a collector that a setting
/// names. Off by default, and then nothing of OpenTelemetry is loaded.
///
/// Spans name routes and statements, never what was asked for: no paths, no questions, no values, no users.
/// Start with [Traces].
@NullMarked
package dev.templedb.cathedral.traces;

import org.jspecify.annotations.NullMarked;
