package dev.templedb.temple.exchange;

import java.util.Map;
import java.util.TreeMap;

/// What becomes of a project's secrets in a package. They never leave in the clear.
///
/// @param included whether they go along at all
/// @param replaced the documents to take instead of the project's own, encrypted to others; empty to take those as they
/// are
/// @param isForced whether they may go into a public package
/// @param letsOut  whether `.env` files and private keys among the files may go into a public package
public record PackagedSecrets(boolean included, Map<String, byte[]> replaced, boolean isForced, boolean letsOut) {
    /// What lets out nothing that lies among the files.
    public PackagedSecrets(boolean included, Map<String, byte[]> replaced, boolean isForced) {
        this(included, replaced, isForced, false);
    }

    /// The secrets stay here.
    public static final PackagedSecrets NONE = new PackagedSecrets(false, Map.of(), false);

    /// The secrets go along as they lie in the temple.
    public static final PackagedSecrets AS_THEY_ARE = new PackagedSecrets(true, Map.of(), false);

    public PackagedSecrets {
        replaced = new TreeMap<>(replaced);
    }

    boolean isAsTheyAre() {
        return included && replaced.isEmpty();
    }
}
