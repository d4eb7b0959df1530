package dev.templedb.sqlite;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which parameter of a statement has which number, by SQLite's rules: a new name takes the next number, `?7` is number
/// 7.
///
/// The driver offers no look-up by name, and reading the text once when it is prepared costs less than a native call
/// per bind.
final class ParameterNames {
    private final List<@Nullable String> names;

    private ParameterNames(List<@Nullable String> names) {
        this.names = names;
    }

    static ParameterNames of(String sql) {
        var names = new ArrayList<@Nullable String>();
        var tokens = new SqlTokens(sql);
        for (var kind = tokens.next(); kind != SqlTokens.Kind.END; kind = tokens.next()) {
            if (kind == SqlTokens.Kind.PARAMETER) {
                add(tokens.text(), names);
            }
        }
        return new ParameterNames(names);
    }

    private static void add(String parameter, List<@Nullable String> names) {
        String name = parameter.substring(1);
        if (parameter.charAt(0) != '?') {
            if (!names.contains(name)) {
                names.add(name);
            }
            return;
        }
        int digits = 0;
        while (digits < name.length() && name.charAt(digits) >= '0' && name.charAt(digits) <= '9') {
            digits++;
        }
        if (digits == 0) {
            names.add(null);
        } else {
            int number = Integer.parseInt(name.substring(0, digits));
            while (names.size() < number) {
                names.add(null);
            }
        }
    }

    int count() {
        return names.size();
    }

    /// The number of the parameter `:name`, from 1.
    int indexOf(String name) {
        int index = names.indexOf(name);
        if (index < 0) {
            throw new IllegalArgumentException("no parameter :" + name + " in the statement; it has " + names);
        }
        return index + 1;
    }

    /// The name of the parameter with number `index`, without its first character; for one without a name its
    /// number.
    String name(int index) {
        String name = names.get(index - 1);
        return name == null ? Integer.toString(index) : name;
    }

    /// How messages call the parameter with number `index`.
    String describe(int index) {
        String name = names.get(index - 1);
        return name == null ? "?" + index : ":" + name;
    }
}
