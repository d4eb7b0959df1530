package dev.templedb.cathedral.traces;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/// Records so many of a hundred, by chance: the id of a trace, which whoever asks may choose, has no say.
///
/// @param share of a hundred
record ShareSampler(int share) implements Sampler {
    private static final int ALL = 100;

    @Override
    public SamplingResult shouldSample(
            Context parent, String trace, String name, SpanKind kind, Attributes attributes, List<LinkData> links) {
        boolean isRecorded = ThreadLocalRandom.current().nextInt(ALL) < share;
        return isRecorded ? SamplingResult.recordAndSample() : SamplingResult.drop();
    }

    @Override
    public String getDescription() {
        return "%d of a hundred".formatted(share);
    }
}
