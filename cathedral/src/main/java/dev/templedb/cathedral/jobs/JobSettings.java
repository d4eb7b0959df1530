package dev.templedb.cathedral.jobs;

import dev.templedb.cathedral.settings.Setting;
import java.time.Duration;
import java.util.List;

/// When jobs run. A period of `0 s` leaves a job to those who ask for it.
public final class JobSettings {
    public static final Setting<Boolean> RUN =
            Setting.flag("jobs.run", true, "Whether this node runs jobs; at least one of several nodes should.");
    public static final Setting<Duration> GC = Setting.duration(
            "jobs.gc", "6 h", "How often packs, uploads and objects that nothing needs are removed; 0 s for never.");
    public static final Setting<Duration> REPACK = Setting.duration(
            "jobs.repack", "24 h", "How often small and partly dead packs are packed anew; 0 s for never.");
    public static final Setting<Duration> SCRUB = Setting.duration(
            "jobs.scrub", "1 h", "How often some packs are read to see whether they are whole; 0 s for never.");
    public static final Setting<Integer> SCRUB_PACKS =
            Setting.number("jobs.scrub-packs", 200, 1, 1_000_000, "How many packs one run of scrub reads at most.");
    public static final Setting<Duration> SCRUB_AGE =
            Setting.duration("jobs.scrub-age", "30 d", "How old the last reading of a pack is when it is read again.");
    public static final Setting<Duration> SWEEP = Setting.duration(
            "jobs.sweep",
            "15 m",
            "How often sessions, tokens, codes and answers that have ended are removed; 0 s for never.");

    /// All of these.
    public static final List<Setting<?>> ALL = List.of(RUN, GC, REPACK, SCRUB, SCRUB_PACKS, SCRUB_AGE, SWEEP);

    private JobSettings() {}
}
