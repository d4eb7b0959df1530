package dev.templedb.cathedral.git;

import dev.templedb.cathedral.settings.OwnerAlone;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Puts answers together, a few at a time, on threads of the system: such work would keep virtual threads from running.
/// Those that many ask for, such as shallow clones, are kept up to a number of bytes and made once.
///
/// Memory is bounded by estimate: an answer waits until its share is free, and one that needs more than half of the
/// heap is
/// broken off. Thread-safe.
final class Answers {
    private static final Logger LOG = Logger.getLogger(Answers.class);
    private static final int MOST_WAITING = 200;
    /// JGit's memory for an object that it looks at or sends.
    private static final int OBJECT_BYTES = 200;
    private static final int PERMIT_BYTES = 1 << 10;

    /// Writes an answer.
    @FunctionalInterface
    interface Maker {
        /// @return whether it is a good one, which may be given to others too
        boolean make(OutputStream out, Bounds bounds) throws IOException;
    }

    private final Path directory;
    private final long mostBytes;
    private final Duration timeLimit;
    private final ExecutorService workers;
    /// Commits and trees are looked at; of each there is about one file more.
    private final long mostLooks;
    private final int permits;
    private final Semaphore memory;
    private final AtomicLong repeated = new AtomicLong();
    /// What was asked for last comes last.
    private final LinkedHashMap<String, Answer> kept = new LinkedHashMap<>(64, 0.75f, true);

    /// @param directory which this process alone uses; it is emptied
    /// @param mostBytes how much of the disk the answers that are kept may take, and one alone
    /// @param heapBytes how much memory the program has
    Answers(Path directory, long mostBytes, int threads, Duration timeLimit, long heapBytes) {
        this.directory = directory;
        this.mostBytes = mostBytes;
        this.timeLimit = timeLimit;
        this.mostLooks = heapBytes / 4 / OBJECT_BYTES;
        this.permits = (int) Math.min(Integer.MAX_VALUE, heapBytes / 4 / PERMIT_BYTES);
        this.memory = new Semaphore(permits, true);
        var threadPool = new ThreadPoolExecutor(
                threads,
                threads,
                30,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(MOST_WAITING),
                Thread.ofPlatform().daemon().name("git-answer-", 0).factory());
        threadPool.allowCoreThreadTimeOut(true);
        this.workers = threadPool;
        try (var left = Files.list(OwnerAlone.directory(directory))) {
            for (var one : left.toList()) {
                Files.deleteIfExists(one);
            }
        } catch (IOException failure) {
            throw unavailable(failure);
        }
    }

    /// How many were given that had been made for somebody else.
    long repeated() {
        return repeated.get();
    }

    /// The answer to a request.
    ///
    /// @param key     the same for requests with the same answer; null when nobody else will ask for it
    /// @param objects how many objects may be looked at
    /// @param maker   called once, by a thread of the system, while the answer is read
    /// @param after   called once, when nothing more is made
    /// @throws TempleException with `GIT_BUSY` when too many wait
    InputStream give(@Nullable String key, long objects, Maker maker, Runnable after) {
        boolean isBegun = false;
        try {
            var known = key == null ? null : known(key);
            if (known != null) {
                return known;
            }
            var answer = Answer.begin(directory, mostBytes);
            var in = answer.open();
            if (in == null) {
                throw new IOException("an answer that was just begun is not there");
            }
            keep(key, answer);
            begin(key, answer, objects, maker, after);
            isBegun = true;
            return in;
        } catch (IOException failure) {
            throw unavailable(failure);
        } finally {
            if (!isBegun) {
                after.run();
            }
        }
    }

    private synchronized @Nullable InputStream known(String key) throws IOException {
        var answer = kept.get(key);
        var in = answer == null ? null : answer.open();
        if (in != null) {
            repeated.incrementAndGet();
        }
        return in;
    }

    private synchronized void keep(@Nullable String key, Answer answer) {
        if (key != null) {
            kept.put(key, answer);
        }
    }

    private void begin(@Nullable String key, Answer answer, long objects, Maker maker, Runnable after) {
        try {
            workers.execute(() -> {
                try {
                    make(key, answer, objects, maker);
                } finally {
                    after.run();
                }
            });
        } catch (RejectedExecutionException full) {
            forget(key, answer);
            answer.fail(full);
            throw new TempleException(ErrorCode.GIT_BUSY, "Too many are cloning from this server at the moment.", full);
        }
    }

    private void make(@Nullable String key, Answer answer, long objects, Maker maker) {
        int share = (int) Math.clamp(objects * OBJECT_BYTES / PERMIT_BYTES, 1, permits);
        boolean isGood = false;
        memory.acquireUninterruptibly(share);
        try {
            answer.requireWaitedFor();
            isGood = maker.make(answer.out(), new Limits(answer));
            answer.end();
        } catch (IOException | RuntimeException | Error failure) {
            LOG.debug("An answer to git broke off", failure);
            answer.fail(failure);
        } finally {
            memory.release(share);
            if (key == null || !isGood) {
                forget(key, answer);
            } else {
                removeOldest();
            }
        }
    }

    private void forget(@Nullable String key, Answer answer) {
        synchronized (this) {
            if (key != null) {
                kept.remove(key, answer);
            }
        }
        answer.remove();
    }

    private synchronized void removeOldest() {
        long bytes = kept.values().stream().mapToLong(Answer::bytes).sum();
        var each = kept.values().iterator();
        while (bytes > mostBytes && each.hasNext()) {
            var oldest = each.next();
            bytes -= oldest.bytes();
            each.remove();
            oldest.remove();
        }
    }

    /// Breaks an answer off that nobody waits for, that takes too long, or too much memory.
    private final class Limits implements Bounds {
        private static final int SELDOM = 0xff;

        private final Answer answer;
        private final long end = System.nanoTime() + timeLimit.toNanos();
        private long looked;

        Limits(Answer answer) {
            this.answer = answer;
        }

        @Override
        public void look() throws IOException {
            looked++;
            if (looked > mostLooks) {
                throw new Refusal(new TempleException(
                        ErrorCode.GIT_REQUEST_TOO_LARGE,
                        "This part of the project is too large to be put together on this server."));
            }
            if ((looked & SELDOM) == 0) {
                answer.requireWaitedFor();
                if (System.nanoTime() - end > 0) {
                    throw new Refusal(new TempleException(
                            ErrorCode.GIT_REQUEST_TOO_LARGE,
                            "It took more than %d seconds to put this part of the project together."
                                    .formatted(timeLimit.toSeconds())));
                }
            }
        }
    }

    private static TempleException unavailable(IOException failure) {
        return new TempleException(
                ErrorCode.GIT_CACHE_UNAVAILABLE, "The server could not write an answer to git to its disk.", failure);
    }
}
