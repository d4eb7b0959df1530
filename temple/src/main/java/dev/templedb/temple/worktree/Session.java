package dev.templedb.temple.worktree;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.core.TempleException;
import dev.templedb.packages.objects.ObjectHasher;
import dev.templedb.packages.objects.ObjectKind;
import dev.templedb.packages.objects.ObjectSource.RawObject;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.BegunWork;
import dev.templedb.temple.Temple;
import java.util.Map;
import java.util.function.Function;

/// One command's hold of a checked-out directory: nobody else changes it meanwhile, and what a killed run has left is
/// finished before anything begins.
final class Session {
    private final Temple temple;
    private final Checkout checkout;

    private Session(Temple temple, Checkout checkout) {
        this.temple = temple;
        this.checkout = checkout;
    }

    /// Works in `checkout`, which is looked up again because another command may have moved its branch meanwhile.
    static <T> T in(Temple temple, Checkout checkout, Function<Session, T> work) {
        return BegunWork.resumed(() -> held(temple, checkout, work));
    }

    private static <T> T held(Temple temple, Checkout checkout, Function<Session, T> work) {
        try (var lock = CheckoutLock.take(checkout.directory())) {
            var current = temple.file()
                    .read(tx -> new SqliteCheckoutStore(tx).find(checkout.id()))
                    .orElseThrow(() -> new TempleException(
                            ErrorCode.CHECKOUT_UNKNOWN, "The directory's project was removed meanwhile."));
            new WorkWriter(temple, current).finish(true);
            return work.apply(new Session(temple, current));
        }
    }

    Temple temple() {
        return temple;
    }

    Checkout checkout() {
        return checkout;
    }

    TrackedFiles tracked() {
        return temple.file().read(tx -> new SqliteCheckoutStore(tx).tracked(checkout.id()));
    }

    TrackedFiles tracked(Transaction tx) {
        return new SqliteCheckoutStore(tx).tracked(checkout.id());
    }

    /// @throws TempleException with `MERGE_UNFINISHED`
    void requireNothingUnfinished() {
        temple.file()
                .read(tx -> new SqliteCheckoutStore(tx).unfinished(checkout.id()))
                .ifPresent(unfinished -> {
                    throw new TempleException(
                            ErrorCode.MERGE_UNFINISHED,
                            "A %s of %s is under way here."
                                    .formatted(
                                            unfinished.kind() == Unfinished.Kind.MERGE ? "merge" : "revert",
                                            unfinished.commit().abbreviated(10)));
                });
    }

    static GitId add(Map<GitId, RawObject> made, ObjectKind kind, byte[] bytes) {
        var id = new ObjectHasher().gitId(kind, bytes);
        made.put(id, new RawObject(kind, bytes));
        return id;
    }
}
