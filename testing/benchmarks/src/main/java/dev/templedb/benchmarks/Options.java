package dev.templedb.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What was asked for on the command line.
///
/// @param root         where TempleDB was built: the directory with the launcher `templedb`
/// @param rounds       how often each contestant does each piece of work
/// @param pieceTime    after this time a piece begins no further round
/// @param only         the pieces to measure; empty for all
/// @param longPieces   whether the long pieces are measured too
/// @param output       where the report is written to, besides standard output
record Options(
        Path root,
        List<Path> repositories,
        int rounds,
        Duration pieceTime,
        List<String> only,
        boolean longPieces,
        Optional<Path> output) {

    /// Reads the words of the command line; the first is the root.
    ///
    /// @throws IllegalArgumentException with a sentence for the user
    static Options parse(String[] words, List<String> pieces) {
        var repositories = new ArrayList<Path>();
        var only = new ArrayList<String>();
        int rounds = 5;
        int minutes = 1;
        boolean longPieces = false;
        Optional<Path> output = Optional.empty();
        for (int i = 1; i < words.length; i++) {
            switch (words[i]) {
                case "--rounds" -> rounds = number(words, ++i);
                case "--minutes" -> minutes = number(words, ++i);
                case "--only" -> only.addAll(List.of(value(words, ++i).split(",")));
                case "--long" -> longPieces = true;
                case "--output" -> output = Optional.of(Path.of(value(words, ++i)));
                default -> repositories.add(repository(words[i]));
            }
        }
        for (var name : only) {
            if (!pieces.contains(name)) {
                throw new IllegalArgumentException(
                        "There is no piece of work called %s, but %s.".formatted(name, String.join(", ", pieces)));
            }
        }
        if (repositories.isEmpty()) {
            repositories.add(repository(words[0]));
        }
        return new Options(
                Path.of(words[0]), repositories, rounds, Duration.ofMinutes(minutes), only, longPieces, output);
    }

    /// The launcher.
    Path program() {
        return root.resolve("templedb");
    }

    private static Path repository(String word) {
        if (word.startsWith("-")) {
            throw new IllegalArgumentException("There is no option %s.".formatted(word));
        }
        var path = Path.of(word).toAbsolutePath().normalize();
        if (!Files.exists(path.resolve(".git")) && !Files.exists(path.resolve("objects"))) {
            throw new IllegalArgumentException("%s is no git repository.".formatted(word));
        }
        return path;
    }

    private static String value(String[] words, int i) {
        if (i == words.length) {
            throw new IllegalArgumentException("Something must follow %s.".formatted(words[i - 1]));
        }
        return words[i];
    }

    private static int number(String[] words, int i) {
        var text = value(words, i);
        if (!text.matches("[1-9][0-9]{0,3}")) {
            throw new IllegalArgumentException(
                    "%s needs a number from 1 to 9999, not %s.".formatted(words[i - 1], text));
        }
        return Integer.parseInt(text);
    }

    boolean wants(Piece piece) {
        return only.isEmpty() ? longPieces || !piece.isLong() : only.contains(piece.name());
    }
}
