package dev.templedb.temple.worktree;

import dev.templedb.core.Printable;
import dev.templedb.core.Progress;
import dev.templedb.sqlite.Transaction;
import java.util.ArrayList;
import java.util.List;

/// Reads everything that is staged or kept for checked-out directories and compares it with its id. Inside one
/// transaction; costs reading it.
public final class ContentCheck {
    private static final String COUNT =
            "SELECT count(*) FROM (SELECT DISTINCT checkout_id, blob FROM checkout_contents)";

    private final Transaction tx;

    /// Checks within `tx`.
    public ContentCheck(Transaction tx) {
        this.tx = tx;
    }

    /// What is damaged, as sentences that name the file, the directory and the way out.
    public List<String> run(Progress progress) {
        var problems = new ArrayList<String>();
        try (var step =
                progress.begin("Checking staged contents", tx.query(COUNT).longValue())) {
            for (var checkout : new SqliteCheckoutStore(tx).all()) {
                var contents = new SqliteContentStore(tx, checkout.id());
                for (var blob : contents.blobs()) {
                    if (!contents.isWhole(blob)) {
                        problems.add(
                                "In %s, %s is damaged: its bytes are not those that were stored. Files are staged again with `templedb vcs add PATH`."
                                        .formatted(
                                                Printable.text(
                                                        checkout.directory().toString()),
                                                contents.name(blob)));
                    }
                    step.advance(1);
                }
            }
        }
        return problems;
    }
}
