package dev.templedb.cathedral.traces;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecorderTest {
    /// An id that every sampler by ids takes.
    private static final String TRACE = "00000000000000000000000000000001";

    private static boolean isRecorded(int share, TraceFlags flags) {
        var named = SpanContext.createFromRemoteParent(TRACE, "1".repeat(16), flags, TraceState.getDefault());
        return Recorder.sampler(share)
                        .shouldSample(
                                Context.root().with(Span.wrap(named)),
                                TRACE,
                                "GET",
                                SpanKind.SERVER,
                                Attributes.empty(),
                                List.of())
                        .getDecision()
                == SamplingDecision.RECORD_AND_SAMPLE;
    }

    @Test
    void whoever_asks_cannot_have_a_request_recorded() {
        assertThat(isRecorded(0, TraceFlags.getSampled())).isFalse();
        assertThat(isRecorded(100, TraceFlags.getSampled())).isTrue();
        assertThat(isRecorded(100, TraceFlags.getDefault())).isFalse();
    }
}
