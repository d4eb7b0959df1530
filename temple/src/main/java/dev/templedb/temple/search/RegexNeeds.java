package dev.templedb.temple.search;

import dev.templedb.temple.search.RegexPart.Choice;
import dev.templedb.temple.search.RegexPart.End;
import dev.templedb.temple.search.RegexPart.One;
import dev.templedb.temple.search.RegexPart.Repeat;
import dev.templedb.temple.search.RegexPart.Sequence;
import dev.templedb.temple.textindex.LongRow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Says which texts every match of a regular expression must have.
///
/// Walks through the expression with the rows of characters that a match may have just here: several, because of
/// alternatives such as those in `(get|set)Foo`. Where anything may follow they end, and each of them gives what is
/// certain in it.
final class RegexNeeds {
    private static final int MOST_PARTS = 64;
    /// Rows that are followed at once.
    private static final int MOST_RUNS = 8;
    /// Characters of alternatives that become parts of rows.
    private static final int LONGEST_RUN = 64;
    /// So many texts may stand for three characters in a row of which some may be one of several, for all rows
    /// together.
    private static final int MOST_TEXTS = 128;
    /// The same for two characters, of which each takes the index longer.
    private static final int MOST_SHORT_TEXTS = 16;

    private static final One NONE = new One(0, 0, false, -1);

    private final boolean ignoreCase;
    private final List<Need> found = new ArrayList<>();
    /// What the last characters may be, each row of them.
    private List<List<One>> runs = List.of(List.of());

    private RegexNeeds(boolean ignoreCase) {
        this.ignoreCase = ignoreCase;
    }

    /// What a match needs; nothing when anything may match.
    ///
    /// @param ignoreCase whether letters may be found in another case
    static Optional<Need> of(RegexPart part, boolean ignoreCase) {
        var needs = new RegexNeeds(ignoreCase);
        needs.add(part);
        needs.endRuns();
        return Need.all(needs.found.subList(0, Math.min(needs.found.size(), MOST_PARTS)));
    }

    private void add(RegexPart part) {
        switch (part) {
            case One one -> append(List.of(List.of(one)));
            case End _ -> {}
            case Sequence sequence -> sequence.parts().forEach(this::add);
            case Choice choice -> {
                var exact = exact(choice);
                if (exact.isEmpty() || !append(exact)) {
                    endRuns();
                    addEither(choice.parts());
                }
            }
            case Repeat repeat -> addRepeat(repeat);
        }
    }

    private void addEither(List<RegexPart> parts) {
        var needs = parts.stream().map(part -> of(part, ignoreCase)).toList();
        if (needs.size() <= MOST_PARTS && needs.stream().allMatch(Optional::isPresent)) {
            Need.any(needs.stream().map(Optional::orElseThrow).toList()).ifPresent(found::add);
        }
    }

    /// Whether the rows go on with one of `ends` each.
    private boolean append(List<List<One>> ends) {
        if (runs.size() * ends.size() > MOST_RUNS) {
            return false;
        }
        runs = joined(runs, ends);
        return true;
    }

    /// Each of `rows` with each of `ends` behind it.
    private static List<List<One>> joined(List<List<One>> rows, List<List<One>> ends) {
        return rows.stream()
                .flatMap(row -> ends.stream()
                        .map(end -> Stream.concat(row.stream(), end.stream()).toList()))
                .toList();
    }

    private void addRepeat(Repeat repeat) {
        if (repeat.least() == 0) {
            addOptional(repeat);
        } else if (repeat.part() instanceof One one) {
            addRow(one, repeat.least());
            var several = List.of(Collections.nCopies(Math.min(repeat.least(), Need.SHORTEST), one));
            append(several);
            if (repeat.most() != repeat.least() || several.getFirst().size() < repeat.least()) {
                endRuns();
                append(several);
            }
        } else {
            endRuns();
            of(repeat.part(), ignoreCase).ifPresent(found::add);
        }
    }

    /// What may be there stays in the rows when it is there once at most; otherwise they end, and of what follows
    /// it
    /// is known what may be before it.
    private void addOptional(Repeat repeat) {
        var exact = exact(repeat.part());
        if (repeat.most() == 1 && !exact.isEmpty()) {
            var ends = new ArrayList<>(exact);
            ends.add(List.of());
            if (append(ends)) {
                return;
            }
        }
        boolean isAtStart = runs.stream().anyMatch(List::isEmpty);
        var before =
                runs.stream().filter(run -> !run.isEmpty()).map(List::getLast).reduce(NONE, RegexNeeds::either);
        endRuns();
        if (repeat.most() != 0 && !isAtStart && repeat.part() instanceof One one) {
            append(List.of(List.of(either(before, one))));
        }
    }

    private static One either(One one, One other) {
        return new One(one.low() | other.low(), one.high() | other.high(), one.others() || other.others(), -1);
    }

    /// All rows of characters that `part` may stand for; none when that is not known, or too many.
    private static List<List<One>> exact(RegexPart part) {
        return switch (part) {
            case One one -> List.of(List.of(one));
            case End _ -> List.of(List.of());
            case Sequence sequence -> {
                List<List<One>> rows = List.of(List.of());
                for (var each : sequence.parts()) {
                    var ends = exact(each);
                    if (ends.isEmpty() || rows.size() * ends.size() > MOST_RUNS) {
                        yield List.of();
                    }
                    rows = joined(rows, ends);
                    if (rows.stream().anyMatch(row -> row.size() > LONGEST_RUN)) {
                        yield List.of();
                    }
                }
                yield rows;
            }
            case Choice choice -> {
                var rows = new ArrayList<List<One>>();
                for (var each : choice.parts()) {
                    var some = exact(each);
                    rows.addAll(some);
                    if (some.isEmpty() || rows.size() > MOST_RUNS) {
                        yield List.of();
                    }
                }
                yield rows;
            }
            case Repeat _ -> List.of();
        };
    }

    /// Of characters that are many in a row it is certain that they are.
    private void addRow(One one, int least) {
        if (least < LongRow.SHORTEST || one.others()) {
            return;
        }
        for (var kind : LongRow.values()) {
            boolean isKnown = !ignoreCase || kind == LongRow.DIGITS || kind == LongRow.HEXADECIMAL;
            if (isKnown && kind.hasAll(one.low(), one.high())) {
                found.add(new Need.Row(kind, least));
                return;
            }
        }
    }

    private void endRuns() {
        var needs = runs.stream().map(this::needs).toList();
        if (needs.stream().allMatch(Optional::isPresent)) {
            Need.any(needs.stream().map(Optional::orElseThrow).distinct().toList())
                    .ifPresent(found::add);
        }
        runs = List.of(List.of());
    }

    /// Takes the texts of which all is certain, or, when there are none, three characters that are so nearly, or
    /// less.
    private Optional<Need> needs(List<One> run) {
        var certain = new ArrayList<Need>();
        var literal = new StringBuilder();
        for (int i = 0; i <= run.size(); i++) {
            if (i < run.size() && run.get(i).point() >= 0) {
                literal.appendCodePoint(run.get(i).point());
            } else {
                if (literal.codePoints().count() >= Need.SHORTEST) {
                    certain.add(new Need.Literal(literal.toString()));
                }
                literal.setLength(0);
            }
        }
        if (!certain.isEmpty()) {
            return Need.all(certain);
        }
        for (int length = Need.SHORTEST; length > 0; length--) {
            int all = length == Need.SHORTEST ? MOST_TEXTS : length == 1 ? 1 : MOST_SHORT_TEXTS;
            int most = Math.max(1, all / runs.size());
            var best = fewest(run, length, most);
            if (!best.isEmpty()) {
                return Optional.of(new Need.Window(best));
            }
        }
        return Optional.empty();
    }

    /// What so many characters in a row may be where that is fewest; nothing when it is more than `most`.
    private static List<String> fewest(List<One> run, int length, int most) {
        return IntStream.rangeClosed(0, run.size() - length)
                .mapToObj(i -> texts(run.subList(i, i + length), most))
                .filter(texts -> !texts.isEmpty())
                .min(Comparator.comparingInt(List::size))
                .orElse(List.of());
    }

    /// All that these characters may be; nothing when that is more than `most`.
    private static List<String> texts(List<One> characters, int most) {
        var texts = List.of("");
        for (var one : characters) {
            var options = options(one);
            if (options.isEmpty() || texts.size() * options.size() > most) {
                return List.of();
            }
            texts = texts.stream()
                    .flatMap(text -> options.stream().map(text::concat))
                    .toList();
        }
        return texts;
    }

    private static List<String> options(One one) {
        if (one.point() >= 0) {
            return List.of(Character.toString(one.point()));
        }
        if (one.others()) {
            return List.of();
        }
        var options = new ArrayList<String>();
        for (char letter = 0; letter < 128; letter++) {
            if (one.has(letter) && letter != '\n') {
                options.add(String.valueOf(letter));
            }
        }
        return options;
    }
}
