package dev.templedb.branchdb.catalog;

/// Counts the commits of the catalogue, for all processes: even at rest, odd while a commit is under way.
///
/// What was read from the catalogue is still true when the count is the even one from before it was read. Only who
/// holds
/// the catalogue's write lock makes the count odd. One who dies there leaves it odd; [Catalog#settle] sees to that.
final class Epoch {
    private static final int COUNT = 0;

    private final SharedPage page;

    Epoch(SharedPage page) {
        this.page = page;
    }

    long now() {
        return page.get(COUNT);
    }

    static boolean isUnderWay(long epoch) {
        return (epoch & 1) != 0;
    }

    /// Announces a commit. The caller holds the write lock, so an odd count is of one who has committed and not
    /// said so
    /// yet, or has died.
    long begin() {
        long before = now();
        long mine = isUnderWay(before) ? before + 2 : before + 1;
        page.set(COUNT, mine);
        return mine;
    }

    /// Says that the commit announced as `begun` has been made, or will not be; nothing when another has begun
    /// since.
    void end(long begun) {
        page.replace(COUNT, begun, begun + 1);
    }
}
