package dev.templedb.temple.care;

import dev.templedb.core.Progress;
import dev.templedb.core.Sha256;
import dev.templedb.sqlite.Transaction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Reads every frame and compares it with its hash, which finds bits that a disk has lost.
final class FrameCheck {
    private static final String COUNT = "SELECT count(*) FROM frames";
    private static final String ALL = "SELECT frame_no, sha256, data FROM frames ORDER BY frame_no";

    private final Transaction tx;

    FrameCheck(Transaction tx) {
        this.tx = tx;
    }

    List<String> run(Progress progress) {
        var problems = new ArrayList<String>();
        try (var step = progress.begin("Checking frames", tx.query(COUNT).longValue())) {
            tx.query(ALL).forEach(row -> {
                if (!Arrays.equals(row.bytes(2), Sha256.of(row.bytes(3)).bytes())) {
                    problems.add("Frame %d is damaged: its bytes are not those that were stored."
                            .formatted(row.longValue(1)));
                }
                step.advance(1);
            });
        }
        return problems;
    }
}
