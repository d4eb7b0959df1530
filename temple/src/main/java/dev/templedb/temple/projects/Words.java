package dev.templedb.temple.projects;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import java.util.Locale;

/// Enum constants as lower-case words and back.
final class Words {
    private Words() {}

    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    static <E extends Enum<E>> E find(E[] constants, String word, String what) {
        for (var constant : constants) {
            if (constant.name().equalsIgnoreCase(word)) {
                return constant;
            }
        }
        throw new TempleException(
                ErrorCode.PROJECT_VALUE_INVALID,
                "\"%s\" is not a %s; use %s.".formatted(Printable.text(word), what, list(constants)));
    }

    /// The words in a sentence: `project or template`.
    static String list(Enum<?>[] constants) {
        var text = new StringBuilder();
        for (int i = 0; i < constants.length; i++) {
            if (i > 0) {
                text.append(i < constants.length - 1 ? ", " : " or ");
            }
            text.append(of(constants[i]));
        }
        return text.toString();
    }
}
