package dev.templedb.temple.databases;

import dev.templedb.packages.directory.DocumentNames;
import dev.templedb.packages.sections.PackageSection;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// What a section gives, as documents of a state: under the section's name, long ones in parts.
public final class DocumentsOfDatabases {
    /// The section, and the member of the state.
    static final String SECTION = "databases";

    /// What the names of its documents begin with.
    public static final String PREFIX = SECTION + "/";

    private static final Pattern NAME =
            Pattern.compile("databases/([a-z0-9_-]+)(\\.rows)?\\.jsonl(?:\\.part-\\d{5}-of-\\d{5})?");

    private DocumentsOfDatabases() {}

    /// The section, when the program has it.
    static Optional<PackageSection> section() {
        return Loaded.SECTION;
    }

    /// Looked up once, when the first project with databases is met.
    private static final class Loaded {
        static final Optional<PackageSection> SECTION = PackageSection.find(DocumentsOfDatabases.SECTION);
    }

    /// The database that a document is of, whole or in part.
    public static Optional<String> database(String document) {
        var name = NAME.matcher(document);
        return name.matches() ? Optional.of(name.group(1)) : Optional.empty();
    }

    /// Whether a document has the rows of a database, which are here or there and never merged.
    public static boolean isRows(String document) {
        var name = NAME.matcher(document);
        return name.matches() && name.group(2) != null;
    }

    /// `documents` without rows.
    public static <T> SortedMap<String, T> withoutRows(SortedMap<String, T> documents) {
        var kept = new TreeMap<>(documents);
        kept.keySet().removeIf(DocumentsOfDatabases::isRows);
        return kept;
    }

    static SortedMap<String, byte[]> cut(SortedMap<String, byte[]> texts) {
        var documents = new TreeMap<String, byte[]>();
        int most = DocumentNames.LARGEST_BYTES;
        texts.forEach((text, bytes) -> {
            int count = (bytes.length + most - 1) / most;
            if (count <= 1) {
                documents.put(PREFIX + text, bytes);
            }
            for (int number = 1; count > 1 && number <= count; number++) {
                documents.put(
                        DocumentNames.part(PREFIX + text, number, count),
                        Arrays.copyOfRange(bytes, (number - 1) * most, Math.min(bytes.length, number * most)));
            }
        });
        return documents;
    }

    /// The texts that documents make up.
    static SortedMap<String, byte[]> join(SortedMap<String, byte[]> documents) {
        var texts = new TreeMap<String, byte[]>();
        DocumentNames.paths(documents.keySet()).forEach((path, parts) -> {
            var whole = new ByteArrayOutputStream();
            parts.forEach(part -> whole.writeBytes(Objects.requireNonNull(documents.get(part))));
            texts.put(path.substring(PREFIX.length()), whole.toByteArray());
        });
        return texts;
    }

    /// Those of `documents` that make up the texts that were taken.
    static Set<String> of(Set<String> texts, Set<String> documents) {
        var taken = new TreeSet<String>();
        DocumentNames.paths(documents).forEach((path, parts) -> {
            if (texts.contains(path.substring(PREFIX.length()))) {
                taken.addAll(parts);
            }
        });
        return taken;
    }

    /// By database the document where it begins.
    static SortedMap<String, String> entries(SortedSet<String> documents) {
        var entries = new TreeMap<String, String>();
        documents.stream()
                .filter(document -> !isRows(document))
                .forEach(document -> database(document).ifPresent(name -> entries.putIfAbsent(name, document)));
        return entries;
    }
}
