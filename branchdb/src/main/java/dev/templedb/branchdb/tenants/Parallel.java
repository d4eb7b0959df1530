package dev.templedb.branchdb.tenants;

import dev.templedb.core.TempleException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Does the same with many things on several threads. They wait for the disk more than they compute, so there are more
/// of them than processors.
final class Parallel {
    private static final int THREADS = Math.clamp(2L * Runtime.getRuntime().availableProcessors(), 4, 16);
    /// Fewer are done faster than a thread is begun.
    private static final int ALONE = 4;

    private Parallel() {}

    /// Calls `work` for each of `things`; when it throws, no new ones are begun, and the first failure is thrown.
    static <T> void forEach(List<T> things, Consumer<T> work) {
        var next = new AtomicInteger();
        var failure = new AtomicReference<@Nullable RuntimeException>();
        Runnable loop = () -> {
            for (int i = next.getAndIncrement();
                    i < things.size() && failure.get() == null;
                    i = next.getAndIncrement()) {
                try {
                    work.accept(things.get(i));
                } catch (RuntimeException e) {
                    failure.compareAndSet(null, e);
                }
            }
        };
        var helpers = new ArrayList<Thread>();
        for (int i = 1; i < Math.min(THREADS, things.size() / ALONE); i++) {
            helpers.add(Thread.ofPlatform().daemon().name("branchdb-" + i).start(loop));
        }
        loop.run();
        helpers.forEach(Parallel::join);
        var first = failure.get();
        if (first != null) {
            throw first;
        }
    }

    /// Calls `work` for each of `things`, and returns those for which it threw, with what it threw.
    static <T> Map<T, TempleException> forEachThatCan(List<T> things, Consumer<T> work) {
        var failed = new ConcurrentHashMap<T, TempleException>();
        forEach(things, thing -> {
            try {
                work.accept(thing);
            } catch (TempleException e) {
                failed.put(thing, e);
            }
        });
        return failed;
    }

    private static void join(Thread helper) {
        boolean wasInterrupted = false;
        while (true) {
            try {
                helper.join();
                break;
            } catch (InterruptedException e) {
                wasInterrupted = true;
            }
        }
        if (wasInterrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
