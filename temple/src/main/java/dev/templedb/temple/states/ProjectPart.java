package dev.templedb.temple.states;

import dev.templedb.sqlite.Transaction;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/// A feature whose data travel with a project: its tables are the truth, and the documents of the project's state carry
/// what of them belongs to the project.
///
/// Implementations are public, have a public constructor without parameters and no state of their own, and are listed
/// in `META-INF/services/dev.templedb.temple.states.ProjectPart`. Their tables name the project by `project_id` with
/// `ON DELETE CASCADE`; then removing, replacing and undoing take them along with nothing more to do.
public interface ProjectPart {
    /// The member of the state that this part fills, such as `variables`; also the name under which its documents
    /// are
    /// known to be its own. Never changes.
    String member();

    /// What the part has to say of the project now. Asked whenever a state may be recorded, so it should cost about
    /// a
    /// query; the same data must give the same bytes.
    Contribution give(Transaction tx, long project);

    /// Whether a document of this name could be one of this part's.
    boolean wants(String document);

    /// Fills the tables of a project that was just made, from the documents of an imported package.
    ///
    /// What is said in a form that the part cannot read stays a document that nobody looks into, and travels on
    /// unchanged: the package is not refused for it.
    ///
    /// @param documents those that the part [wants][#wants], by name; whatever somebody wrote into a package
    /// @return the names of those that it has taken, which it gives from now on
    Set<String> take(Transaction tx, long project, SortedMap<String, byte[]> documents);

    /// Brings the tables of a project that has a past in line with the documents of a later state of it: what is in
    /// none of them is gone, what is the same stays as it is, and what the part keeps besides (old versions, who
    /// changed
    /// what) stays too.
    ///
    /// @param documents all those of the later state that the part [wants][#wants], by name; there may be none
    /// @return the names of those that it has taken, as [#take]
    Set<String> replace(Transaction tx, long project, SortedMap<String, byte[]> documents);

    /// What whoever imported a package must know of what the part took from it: who may read or run something from
    /// now
    /// on.
    ///
    /// @param documents names of those of the package that the part [wants][#wants]; at least one
    /// @param own       the public keys of the user, of whom they need not be told
    /// @return a sentence or two for a person; empty when there is nothing to know
    default Optional<String> announce(Transaction tx, long project, Set<String> documents, Supplier<Set<String>> own) {
        return Optional.empty();
    }

    /// What a part puts into a state.
    ///
    /// @param documents their bytes by name; each at most
    ///        [4 MiB][dev.templedb.packages.frames.FrameLimits#RAW_BYTES]
    /// @param entries   what the member of the state holds: names of the part, and the document where each is
    /// @param kept      documents that the part gave before and that are as they were then
    record Contribution(
            SortedMap<String, byte[]> documents, SortedMap<String, String> entries, SortedSet<String> kept) {
        /// Copies what it is given.
        public Contribution {
            documents = new TreeMap<>(documents);
            entries = new TreeMap<>(entries);
            kept = new TreeSet<>(kept);
        }

        /// All documents of the part.
        public Contribution(SortedMap<String, byte[]> documents, SortedMap<String, String> entries) {
            this(documents, entries, new TreeSet<>());
        }

        /// What the part gave before, of which nothing has changed.
        public static Contribution kept(Set<String> documents, SortedMap<String, String> entries) {
            return new Contribution(new TreeMap<>(), entries, new TreeSet<>(documents));
        }

        /// Nothing at all.
        public static Contribution none() {
            return new Contribution(new TreeMap<>(), new TreeMap<>());
        }

        /// Each of `documents` under the name that `entries` gives it.
        public static Contribution of(Map<String, byte[]> documents, Map<String, String> entries) {
            return new Contribution(new TreeMap<>(documents), new TreeMap<>(entries));
        }
    }
}
