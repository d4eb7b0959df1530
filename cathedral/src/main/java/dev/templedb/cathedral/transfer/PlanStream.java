package dev.templedb.cathedral.transfer;

import dev.templedb.cathedral.transfer.PackagePlan.Segment;
import dev.templedb.storage.ObjectStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.List;

/// The segments of a plan as one stream, opened one after the other. Closing it closes the plan.
final class PlanStream extends InputStream {
    private final PackagePlan plan;
    private final ObjectStore store;
    private final ArrayDeque<Segment> left;
    private InputStream current;

    private PlanStream(byte[] head, PackagePlan plan, List<Segment> segments, ObjectStore store) {
        this.plan = plan;
        this.store = store;
        this.left = new ArrayDeque<>(segments);
        this.current = new ByteArrayInputStream(head);
    }

    /// `head`, then what does not lie in packs.
    static PlanStream inline(byte[] head, PackagePlan plan, ObjectStore store) {
        return new PlanStream(
                head,
                plan,
                plan.segments().stream().filter(PlanStream::isInline).toList(),
                store);
    }

    static long inlineBytes(PackagePlan plan) {
        return plan.segments().stream()
                .filter(PlanStream::isInline)
                .mapToLong(Segment::length)
                .sum();
    }

    private static boolean isInline(Segment segment) {
        return !(segment instanceof Segment.Packed);
    }

    /// The whole package.
    static PlanStream whole(PackagePlan plan, ObjectStore store) {
        return new PlanStream(new byte[0], plan, plan.segments(), store);
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        while (true) {
            int count = current.read(into, offset, length);
            if (count >= 0) {
                return count;
            }
            current.close();
            if (left.isEmpty()) {
                close();
                return -1;
            }
            current = plan.open(left.remove(), store);
        }
    }

    @Override
    public void close() throws IOException {
        current.close();
        plan.close();
    }
}
