package dev.templedb.branchdb.tenants;

import dev.templedb.sqlite.SqliteFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/// Keeps the files that were used last open, up to a number; more only while more are in use at once. Thread-safe.
///
/// An open file takes up to three descriptors a connection, and closing the last connection moves its log into it.
final class OpenFiles implements AutoCloseable {
    private final int limit;
    private final LongFunction<SqliteFile> opener;
    private final LinkedHashMap<Long, OpenFile> open = new LinkedHashMap<>(64, 0.75f, true);

    OpenFiles(int limit, LongFunction<SqliteFile> opener) {
        this.limit = limit;
        this.opener = opener;
    }

    /// The file with that number, open until the caller closes it.
    OpenFile use(long number) {
        var known = useKnown(number);
        if (known != null) {
            return known;
        }
        // Outside the lock, so that nobody waits for the disk; another thread may be opening it, too.
        var made = new OpenFile(number, opener.apply(number), this);
        List<OpenFile> surplus;
        OpenFile result;
        synchronized (open) {
            var faster = open.putIfAbsent(number, made);
            result = faster == null ? made : faster;
            result.users++;
            surplus = surplus();
            if (faster != null) {
                surplus.add(made);
            }
        }
        surplus.forEach(each -> each.file().close());
        return result;
    }

    private @Nullable OpenFile useKnown(long number) {
        synchronized (open) {
            var known = open.get(number);
            if (known != null) {
                known.users++;
            }
            return known;
        }
    }

    private List<OpenFile> surplus() {
        var surplus = new ArrayList<OpenFile>();
        int tooMany = open.size() - limit;
        if (tooMany > 0) {
            var eldestFirst = open.values().iterator();
            while (tooMany > 0 && eldestFirst.hasNext()) {
                var file = eldestFirst.next();
                if (file.users == 0) {
                    eldestFirst.remove();
                    surplus.add(file);
                    tooMany--;
                }
            }
        }
        return surplus;
    }

    void giveBack(OpenFile file) {
        boolean close;
        synchronized (open) {
            file.users--;
            close = file.isRetired && file.users == 0;
        }
        if (close) {
            file.file().close();
        }
    }

    /// Closes files, for good: those in use when they are given back.
    void retire(Iterable<Long> numbers) {
        var idle = new ArrayList<OpenFile>();
        synchronized (open) {
            for (long number : numbers) {
                var file = open.remove(number);
                if (file != null) {
                    file.isRetired = true;
                    if (file.users == 0) {
                        idle.add(file);
                    }
                }
            }
        }
        idle.forEach(each -> each.file().close());
    }

    @Override
    public void close() {
        List<Long> all;
        synchronized (open) {
            all = List.copyOf(open.keySet());
        }
        retire(all);
    }
}
