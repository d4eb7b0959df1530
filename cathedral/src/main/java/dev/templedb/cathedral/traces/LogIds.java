package dev.templedb.cathedral.traces;

import org.jboss.logging.MDC;

/// The ids of a trace in log lines: those of a request, or of a thread that belongs to none.
final class LogIds {
    private static final String SPAN_ID = "span_id";

    private LogIds() {}

    static void put(String trace, String span) {
        MDC.put(RequestTraces.TRACE_ID, trace);
        MDC.put(SPAN_ID, span);
    }

    static void remove() {
        MDC.remove(RequestTraces.TRACE_ID);
        MDC.remove(SPAN_ID);
    }
}
