package dev.templedb.cli;

import dev.templedb.temple.Temple;
import dev.templedb.temple.projects.SqliteStatistics;
import java.nio.file.Path;
import java.time.Clock;

/// Tells the launcher how many objects a large temple has, so that it gives a command the heap that these need: a
/// temple of few large files is as big as one of many small ones (`docs/adr/0010-memory.md`). Not a command of the
/// program.
///
/// One argument: the temple's file. Prints the number of objects, and how many files the largest project has. Reads the
/// index
/// of objects once, 72 bytes each.
final class ObjectCount {
    private ObjectCount() {}

    public static void main(String[] args) {
        try (var temple = Temple.openExisting(Path.of(args[0]), Clock.systemUTC(), "")) {
            var statistics = new SqliteStatistics(temple);
            System.out.println(statistics.ofStorage().objects() + " " + statistics.mostFiles());
        }
    }
}
