package dev.templedb.cathedral.transfer;

import dev.templedb.cathedral.jobs.Job;
import dev.templedb.cathedral.jobs.JobSettings;
import dev.templedb.cathedral.settings.Settings;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/// What is done with packs again and again: `gc`, `repack` and `scrub`.
@Singleton
final class PackJobs {
    private static final Logger LOG = Logger.getLogger(PackJobs.class);

    private final PackCollector collector;
    private final Settings settings;

    PackJobs(PackCollector collector, Settings settings) {
        this.collector = collector;
        this.settings = settings;
    }

    private record PackJob(String name, Duration period, Supplier<Map<String, Object>> work) implements Job {
        @Override
        public Map<String, Object> run() {
            return work.get();
        }
    }

    @Produces
    @Singleton
    @Named("gc")
    Job gc() {
        return new PackJob("gc", settings.get(JobSettings.GC), () -> {
            var done = collector.collect(false);
            return done.postponed()
                    ? Map.of("postponed", true)
                    : Map.of(
                            "packs",
                            done.packs(),
                            "uploads",
                            done.uploads(),
                            "strays",
                            done.strays(),
                            "bytes",
                            done.bytes());
        });
    }

    @Produces
    @Singleton
    @Named("repack")
    Job repack() {
        return new PackJob("repack", settings.get(JobSettings.REPACK), () -> Map.of("bytes", collector.repack(false)));
    }

    @Produces
    @Singleton
    @Named("scrub")
    Job scrub() {
        return new PackJob("scrub", settings.get(JobSettings.SCRUB), () -> {
            var done = collector.scrub(settings.get(JobSettings.SCRUB_AGE), settings.get(JobSettings.SCRUB_PACKS));
            done.damaged().forEach(damage -> LOG.errorf("A pack is damaged: %s", damage));
            return Map.of("packs", done.packs(), "bytes", done.bytes(), "damaged", done.damaged());
        });
    }
}
