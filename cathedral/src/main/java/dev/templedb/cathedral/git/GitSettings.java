package dev.templedb.cathedral.git;

import dev.templedb.cathedral.settings.Setting;
import java.time.Duration;

/// The settings of plain git.
public final class GitSettings {
    public static final Setting<Long> CACHE = Setting.bytes(
            "git.cache",
            "4 GiB",
            "How much of the disk packs for git may take, beside storage; they are made again when they are gone.");
    public static final Setting<Integer> WORKERS = Setting.number(
            "git.workers", 2, 1, 64, "How many partial, shallow and incremental clones are put together at a time.");
    public static final Setting<Duration> TIME_LIMIT =
            Setting.duration("git.time-limit", "10 m", "How long it may take to put one of them together.");

    private GitSettings() {}
}
