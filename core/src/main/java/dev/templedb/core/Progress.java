package dev.templedb.core;

/// Hears how far a long piece of work has come. Implementations are thread-safe and cheap to call.
public interface Progress {
    /// Hears nothing.
    Progress NONE = (what, total) -> amount -> {};

    /// Begins a piece of work.
    ///
    /// @param what  what is being done, such as `Reading objects`
    /// @param total how many steps it will take, or 0 when nobody knows
    Step begin(String what, long total);

    /// Begins to move bytes.
    ///
    /// @param total how many, or 0 when nobody knows
    default Step beginBytes(String what, long total) {
        return begin(what, total);
    }

    /// One piece of work under way; ends when the next begins, or when closed.
    @FunctionalInterface
    interface Step extends AutoCloseable {
        /// Says that `amount` more steps are done.
        void advance(long amount);

        @Override
        default void close() {}
    }
}
