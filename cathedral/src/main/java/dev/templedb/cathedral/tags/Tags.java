package dev.templedb.cathedral.tags;

import dev.templedb.cathedral.permissions.Caller;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Puts tags on projects and takes them off, in the transaction that it is given.
public final class Tags {
    /// How many tags a project has at most.
    public static final int MOST = 20;

    private static final Pattern FORM = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}.+#-]{0,49}");
    private static final Set<String> CATEGORIES = Set.of("language", "framework", "domain");

    private final PostgresTags table = new PostgresTags();

    /// A tag.
    ///
    /// @param projects how many projects that the caller may see have it
    public record Tag(String name, @Nullable String category, long projects) {}

    /// The form in which a tag is kept: lower case.
    ///
    /// @throws TempleException with `TAG_INVALID`
    public static String valid(String word) {
        String name = word.strip().toLowerCase(Locale.ROOT);
        if (!FORM.matcher(name).matches()) {
            throw new TempleException(
                    ErrorCode.TAG_INVALID,
                    "\"%s\" cannot be a tag."
                            .formatted(Printable.text(word.substring(0, Math.min(word.length(), 100)))));
        }
        return name;
    }

    /// Puts a tag on a project that may have it already.
    ///
    /// @param category counts only for a tag that has none yet
    /// @throws TempleException with `TAG_INVALID`
    public void put(Handle handle, UUID project, String word, @Nullable String category) {
        if (category != null && !CATEGORIES.contains(category)) {
            throw new TempleException(ErrorCode.TAG_INVALID, "The category of a tag is language, framework or domain.");
        }
        table.put(handle, project, valid(word), category);
        repeat(handle, project);
    }

    /// Puts tags without a category on a project.
    ///
    /// @throws TempleException with `TAG_INVALID`
    public void put(Handle handle, UUID project, List<String> words) {
        // Two who put the same tags wait for each other in the same order.
        words.stream().map(Tags::valid).distinct().sorted().forEach(name -> table.put(handle, project, name, null));
        repeat(handle, project);
    }

    /// Those of these tags that a project has not got.
    ///
    /// @throws TempleException with `TAG_INVALID` when it cannot have them all
    public List<String> lacking(Handle handle, UUID project, List<String> words) {
        var names = words.stream().map(Tags::valid).distinct().toList();
        if (names.isEmpty()) {
            return names;
        }
        var there = table.names(handle, project);
        var lacking = names.stream().filter(name -> !there.contains(name)).toList();
        if (!lacking.isEmpty()) {
            requireFew(there.size() + lacking.size());
        }
        return lacking;
    }

    private static void requireFew(int tags) {
        if (tags > MOST) {
            throw new TempleException(ErrorCode.TAG_INVALID, "A project has 20 tags at most.");
        }
    }

    private void repeat(Handle handle, UUID project) {
        requireFew(table.repeat(handle, project));
    }

    /// Takes a tag off a project.
    ///
    /// @throws TempleException with `TAG_NOT_FOUND`
    public void remove(Handle handle, UUID project, String word) {
        String name = word.strip().toLowerCase(Locale.ROOT);
        if (!FORM.matcher(name).matches() || !table.remove(handle, project, name)) {
            throw new TempleException(
                    ErrorCode.TAG_NOT_FOUND, "The project has no tag %s.".formatted(Printable.text(word)));
        }
        table.repeat(handle, project);
    }

    /// The tags of a project, in the order of their names.
    public List<Tag> of(Handle handle, Caller caller, UUID project) {
        return table.of(handle, caller, project);
    }
}
