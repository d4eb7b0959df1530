package dev.templedb.cathedral.http;

import jakarta.inject.Singleton;

/// The memory in which bodies wait until they are whole: so much for all of a kind together.
@Singleton
public final class BodyRoom {
    private static final long LEAST = 1 << 20;

    private final HeldBytes json = ofHeap(16, 4);
    private final HeldBytes anonymousJson = ofHeap(32, 1);
    private final HeldBytes forms = ofHeap(32, 1);

    private static HeldBytes ofHeap(int part, int least) {
        return new HeldBytes(Math.max(LEAST * least, Runtime.getRuntime().maxMemory() / part));
    }

    /// For JSON of those who are signed in. Read, a document takes up to four times its length.
    HeldBytes json() {
        return json;
    }

    /// For JSON of all others.
    HeldBytes anonymousJson() {
        return anonymousJson;
    }

    /// For forms, whoever sends them.
    public HeldBytes forms() {
        return forms;
    }
}
