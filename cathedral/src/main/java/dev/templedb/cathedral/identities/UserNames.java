package dev.templedb.cathedral.identities;

import dev.templedb.cathedral.owners.Owners;
import java.text.Normalizer;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Makes user names out of what a provider calls somebody.
final class UserNames {
    private static final int LONGEST = 39;
    private static final int MOST_TRIES = 100;

    private UserNames() {}

    /// A name that is valid and free at this moment; the user may choose another one.
    static String suggest(Handle handle, Person person) {
        String base = Stream.of(person.login(), person.email(), person.name())
                .map(UserNames::valid)
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElse("user");
        for (int number = 1; number < MOST_TRIES; number++) {
            String name = number == 1 ? base : base + "-" + number;
            if (Owners.isFree(handle, name)) {
                return name;
            }
        }
        return "";
    }

    /// Nothing but what may be in a name, and of an e-mail address what is before the @; empty when nothing is
    /// left.
    static String valid(@Nullable String text) {
        if (text == null) {
            return "";
        }
        String name = Normalizer.normalize(text.replaceFirst("@.*", ""), Normalizer.Form.NFKD)
                .replaceAll("\\p{M}", "")
                .replaceAll("[^A-Za-z0-9._-]+", "-");
        name = name.substring(0, Math.min(name.length(), LONGEST));
        return name.replaceAll("^[._-]+", "").replaceAll("([._-]|\\.git|\\.cathedral)+$", "");
    }
}
