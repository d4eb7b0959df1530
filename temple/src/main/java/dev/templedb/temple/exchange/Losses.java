package dev.templedb.temple.exchange;

import java.util.List;

/// Names, in a sentence, what would be lost.
final class Losses {
    private static final int NAMED_AT_MOST = 5;

    private Losses() {}

    static String list(List<String> lost) {
        var named = String.join(", ", lost.subList(0, Math.min(NAMED_AT_MOST, lost.size())));
        return lost.size() > NAMED_AT_MOST ? "%s and %d more".formatted(named, lost.size() - NAMED_AT_MOST) : named;
    }
}
