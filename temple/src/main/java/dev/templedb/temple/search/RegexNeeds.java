package dev.templedb.temple.search;

import dev.templedb.temple.search.RegexPart.Choice;
import dev.templedb.temple.search.RegexPart.One;
import dev.templedb.temple.search.RegexPart.Repeat;
import dev.templedb.temple.search.RegexPart.Sequence;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// Says which texts every match of a regular expression must have.
final class RegexNeeds {
    private static final int MOST_PARTS = 64;
    /// So many texts may stand for three characters in a row of which some may be one of several.
    private static final int MOST_TEXTS = 16;

    private final List<Need> found = new ArrayList<>();
    /// Characters in a row.
    private final List<One> run = new ArrayList<>();

    private RegexNeeds() {}

    /// What a match needs; nothing when anything may match.
    static Optional<Need> of(RegexPart part) {
        var needs = new RegexNeeds();
        needs.add(part);
        needs.endRun();
        return Need.all(needs.found.subList(0, Math.min(needs.found.size(), MOST_PARTS)));
    }

    private void add(RegexPart part) {
        switch (part) {
            case One one -> run.add(one);
            case Sequence sequence -> sequence.parts().forEach(this::add);
            case Choice choice -> {
                endRun();
                var needs = choice.parts().stream().map(RegexNeeds::of).toList();
                if (needs.size() <= MOST_PARTS && needs.stream().allMatch(Optional::isPresent)) {
                    Need.any(needs.stream().map(Optional::orElseThrow).toList()).ifPresent(found::add);
                }
            }
            case Repeat repeat -> addRepeat(repeat);
        }
    }

    private void addRepeat(Repeat repeat) {
        if (repeat.least() == 0) {
            endRun();
        } else if (repeat.part() instanceof One one) {
            var several = Collections.nCopies(Math.min(repeat.least(), Need.SHORTEST), one);
            run.addAll(several);
            if (repeat.most() != repeat.least() || several.size() < repeat.least()) {
                endRun();
                run.addAll(several);
            }
        } else {
            endRun();
            of(repeat.part()).ifPresent(found::add);
        }
    }

    /// Takes the texts of which all is certain, or, when there are none, three characters that are so nearly.
    private void endRun() {
        int before = found.size();
        var literal = new StringBuilder();
        for (var one : run) {
            if (one.point() >= 0) {
                literal.appendCodePoint(one.point());
            } else {
                Need.literal(literal.toString()).ifPresent(found::add);
                literal.setLength(0);
            }
        }
        Need.literal(literal.toString()).ifPresent(found::add);
        for (int i = 0; found.size() == before && i + Need.SHORTEST <= run.size(); i++) {
            var texts = texts(run.subList(i, i + Need.SHORTEST));
            Need.any(texts.stream().<Need>map(Need.Literal::new).toList()).ifPresent(found::add);
        }
        run.clear();
    }

    /// All that these characters may be; nothing when that is too many.
    private static List<String> texts(List<One> characters) {
        var texts = List.of("");
        for (var one : characters) {
            var options = options(one);
            if (options.isEmpty() || texts.size() * options.size() > MOST_TEXTS) {
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
        if (one.others() || Long.bitCount(one.low()) + Long.bitCount(one.high()) > MOST_TEXTS) {
            return List.of();
        }
        var options = new ArrayList<String>();
        for (char letter = 0; letter < 128; letter++) {
            if (one.has(letter)) {
                options.add(String.valueOf(letter));
            }
        }
        return options;
    }
}
