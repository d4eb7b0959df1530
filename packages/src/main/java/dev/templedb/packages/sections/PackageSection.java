package dev.templedb.packages.sections;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// A part of a project that lies in a directory of its own, the *home*, and travels in packages as documents.
///
/// Implementations are public, have a public constructor without parameters and no state, and are listed in
/// `META-INF/services/dev.templedb.packages.sections.PackageSection`. Thread-safe. Failures are
/// [dev.templedb.core.TempleException]s with a code.
public interface PackageSection {
    /// What it is called, such as `databases`: the folder of its documents in a package. Never changes.
    String name();

    /// Whether there is something of it in a directory. Costs one look at the disk.
    boolean isHome(Path directory);

    /// Makes an empty home.
    ///
    /// @param home what does not exist yet
    void make(Path home);

    /// A text that is another one after everything that changes what [#give] says; another one each time when that
    /// is not
    /// known just now. Costs a look at the disk.
    String stamp(Path home);

    /// What is to travel. The same things give the same bytes, wherever they lie.
    Given give(Path home);

    /// The data that lie in a home, as further documents for [#take]; none while there are none. Nobody can write
    /// to
    /// the home meanwhile.
    ///
    /// @throws dev.templedb.core.TempleException with `ROWS_TOO_LARGE`
    SortedMap<String, byte[]> data(Path home);

    /// Makes a home of documents from a package, which nobody vouches for.
    ///
    /// @param home what does not exist yet, and does not afterwards when nothing was taken; when it fails, what is
    /// left there
    ///             is nothing to rely on
    Taken take(Path home, SortedMap<String, byte[]> documents);

    /// Makes a home of documents of a later state, with the data that lie in `before`, which stays as it is. Nobody
    /// can write
    /// to `before` from the beginning of this call on, until [#release].
    ///
    /// @param home      what does not exist yet
    /// @param documents all that the later state has
    /// @throws dev.templedb.core.TempleException when data would be lost or are in the way, with what is; nothing
    /// was changed
    ///         then
    Taken replace(Path before, Path home, SortedMap<String, byte[]> documents);

    /// Whether writes are refused in a home since [#replace].
    boolean isMoving(Path home);

    /// Takes writes again in a home that was to be replaced and was not.
    void release(Path before);

    /// Makes a home that has everything that another has, with the data. Nobody can write to that one meanwhile.
    default void copy(Path from, Path home) {
        try {
            var taken = replace(from, home, give(from).documents());
            taken.refused().forEach((document, reason) -> {
                throw new TempleException(ErrorCode.INTERNAL, "%s cannot be copied: %s.".formatted(document, reason));
            });
        } finally {
            release(from);
        }
    }

    /// What lies in a home, by name.
    List<Listed> list(Path home);

    /// What is to travel.
    ///
    /// @param documents by name without the section's, such as `app.jsonl`. One may be longer than a piece; whoever
    /// stores
    ///                  it cuts it
    /// @param stamp     the [stamp][#stamp] of the home as long as it says the same
    record Given(SortedMap<String, byte[]> documents, String stamp) {
        public Given {
            documents = new TreeMap<>(documents);
        }
    }

    /// What became of documents.
    ///
    /// @param documents those that were taken: those of data are in the home from now on, the others given by it
    /// @param refused   why others were not, in words that end a sentence
    record Taken(Set<String> documents, SortedMap<String, String> refused) {
        public Taken {
            documents = new TreeSet<>(documents);
            refused = new TreeMap<>(refused);
        }
    }

    /// A thing in a home.
    ///
    /// @param branches its branches, by name
    record Listed(String name, String description, List<ListedBranch> branches) {
        public Listed {
            branches = List.copyOf(branches);
        }
    }

    /// A branch of a thing in a home.
    ///
    /// @param tables  the names of its tables
    /// @param tenants the names of its tenants
    record ListedBranch(String name, boolean isProtected, List<String> tables, List<String> tenants) {
        public ListedBranch {
            tables = List.copyOf(tables);
            tenants = List.copyOf(tenants);
        }
    }

    /// The section of that name, when the program has it. Looks through the class path; ask only when it is needed.
    static Optional<PackageSection> find(String name) {
        return ServiceLoader.load(PackageSection.class, PackageSection.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .filter(section -> section.name().equals(name))
                .findFirst();
    }
}
