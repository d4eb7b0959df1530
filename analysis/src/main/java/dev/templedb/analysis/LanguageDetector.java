package dev.templedb.analysis;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Finds the language of a file: by its name, else by its `#!` line; where several languages share an extension,
/// its first lines decide.
final class LanguageDetector {
    private static final Pattern SHEBANG =
            Pattern.compile("#!\\s*(?:\\S*/)?(?:env\\s+(?:-\\S+\\s+|\\w+=\\S*\\s+)*(?:\\S*/)?)?([A-Za-z]+)\\S*");
    private static final NameTable<Language> BY_NAME = new NameTable<>();
    private static final Map<String, Language> BY_INTERPRETER = new HashMap<>();

    static {
        for (var language : Languages.ALL) {
            for (var name : language.names()) {
                if (name.startsWith("#!")) {
                    BY_INTERPRETER.put(name.substring(2), language);
                } else {
                    BY_NAME.put(name, language);
                }
            }
        }
    }

    private LanguageDetector() {}

    /// Returns the language, or null when it is unknown.
    ///
    /// @param fileName the last part of the path
    /// @param head     gives the first characters of the file; asked only when the name leaves a doubt
    static @Nullable Language detect(String fileName, Supplier<String> head) {
        var byName = BY_NAME.find(fileName);
        if (byName == null) {
            return byInterpreter(head.get());
        }
        var doubt = Ambiguity.of(fileName);
        return doubt == null ? byName : doubt.resolve(head.get(), byName);
    }

    private static @Nullable Language byInterpreter(String head) {
        var shebang = SHEBANG.matcher(head);
        return shebang.lookingAt() ? BY_INTERPRETER.get(shebang.group(1)) : null;
    }
}
