package dev.templedb.temple.worktree;

import dev.templedb.core.Printable;
import dev.templedb.core.Progress;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.objects.StoredObjects;
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
        try (var objects = new StoredObjects(tx);
                var step = progress.begin(
                        "Checking staged contents", tx.query(COUNT).longValue())) {
            for (var checkout : new SqliteCheckoutStore(tx).all()) {
                var contents = new SqliteContentStore(tx, checkout.id());
                for (var blob : contents.blobs()) {
                    if (!contents.isWhole(blob)) {
                        problems.add(problem(
                                checkout, contents.name(blob), "damaged: its bytes are not those that were stored"));
                    }
                    step.advance(1);
                }
                contents.missing(objects::has)
                        .forEach(blob -> problems.add(problem(
                                checkout, contents.name(blob), "damaged: its bytes are not in the temple any more")));
            }
        }
        return problems;
    }

    private static String problem(Checkout checkout, String name, String what) {
        return "In %s, %s is %s. Files are staged again with `templedb vcs add PATH`."
                .formatted(Printable.text(checkout.directory().toString()), name, what);
    }
}
