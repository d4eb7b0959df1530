package dev.templedb.branchdb.cinchdb;

import dev.templedb.core.Printable;
import java.util.ArrayList;
import java.util.List;

/// Collects what is not as it should be; names from the source are made printable.
final class Findings {
    /// More than this nobody reads; a hostile source could have millions.
    private static final int MOST = 10_000;

    private final List<ImportReport.Finding> all = new ArrayList<>();

    /// Something that is odd, and does no harm.
    void note(String place, String sentence) {
        add(false, place, sentence);
    }

    /// Something that does not come over.
    void loss(String place, String sentence) {
        add(true, place, sentence);
    }

    private void add(boolean isLoss, String place, String sentence) {
        if (all.size() < MOST) {
            all.add(new ImportReport.Finding(isLoss, Printable.text(place), Printable.text(sentence)));
        } else if (isLoss && !all.getLast().isLoss()) {
            all.set(MOST - 1, new ImportReport.Finding(true, "", "There is more that does not come over."));
        }
    }

    List<ImportReport.Finding> all() {
        return List.copyOf(all);
    }
}
