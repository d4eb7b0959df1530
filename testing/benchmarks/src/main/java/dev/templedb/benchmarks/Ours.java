package dev.templedb.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// The program, called through its launcher as users call it.
final class Ours {
    private final Path program;
    private final Processes processes;
    private final Map<String, Boolean> known = new HashMap<>();

    Ours(Path program, Processes processes) {
        this.program = program;
        this.processes = processes;
    }

    /// Whether the program has the command `words`.
    boolean knows(String words) {
        return known.computeIfAbsent(words, _ -> {
            try {
                return processes.succeeds(Command.shell("exec \"$1\" " + words + " --help", program));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /// The command `words` on the temple `temple`, with the paths as further words.
    Command command(Path temple, String words, Object... more) {
        var all = new java.util.ArrayList<Object>();
        all.add(program);
        all.addAll(java.util.List.of(words.split(" ")));
        all.addAll(java.util.List.of(more));
        all.add("--temple");
        all.add(temple);
        return Command.of(all.toArray());
    }

    /// A command that needs no temple.
    Command command(String words, Object... more) {
        var all = new java.util.ArrayList<Object>();
        all.add(program);
        all.addAll(java.util.List.of(words.split(" ")));
        all.addAll(java.util.List.of(more));
        return Command.of(all.toArray());
    }

    /// What a temple takes on disk, with files beside it.
    static long bytes(Path temple) throws IOException {
        long bytes = 0;
        try (var siblings = Files.newDirectoryStream(temple.toAbsolutePath().getParent(), temple.getFileName() + "*")) {
            for (var file : siblings) {
                bytes += Files.isRegularFile(file) ? Files.size(file) : 0;
            }
        }
        return bytes;
    }
}
