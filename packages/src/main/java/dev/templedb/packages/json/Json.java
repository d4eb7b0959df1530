package dev.templedb.packages.json;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// A JSON value. Immutable; objects remember the order of their members, numbers their digits.
public sealed interface Json {
    /// The value `null`.
    Json NULL = new Null();

    /// An object; member names are unique.
    record Obj(SequencedMap<String, Json> members) implements Json {
        public Obj {
            members = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(members));
        }

        /// An object without members.
        public static Obj empty() {
            return new Obj(new LinkedHashMap<>());
        }

        /// The member `name`, or null when the object has none.
        public @Nullable Json get(String name) {
            return members.get(name);
        }

        /// The member `name` when it is a string.
        public Optional<String> text(String name) {
            return get(name) instanceof Str(var value) ? Optional.of(value) : Optional.empty();
        }

        /// The member `name` when it is a whole number that fits a `long`.
        public Optional<Long> whole(String name) {
            return get(name) instanceof Num number ? number.whole() : Optional.empty();
        }

        /// The member `name` when it is an object, else an empty one.
        public Obj object(String name) {
            return get(name) instanceof Obj object ? object : empty();
        }

        /// The elements of the member `name` when it is an array, else none.
        public List<Json> list(String name) {
            return get(name) instanceof Arr(var elements) ? elements : List.of();
        }

        /// This object with `name` set to `value`: in its place when it was there, else last.
        public Obj with(String name, Json value) {
            var copy = new LinkedHashMap<>(members);
            copy.put(name, value);
            return new Obj(copy);
        }

        /// This object with `name` set to the string `value`, or to `null`.
        public Obj with(String name, @Nullable String value) {
            return with(name, value == null ? NULL : new Str(value));
        }

        /// This object with `name` set to the number `value`.
        public Obj with(String name, long value) {
            return with(name, Num.of(value));
        }

        /// This object with `name` set to `value`.
        public Obj with(String name, boolean value) {
            return with(name, new Bool(value));
        }

        /// This object without the member `name`.
        public Obj without(String name) {
            var copy = new LinkedHashMap<>(members);
            copy.remove(name);
            return new Obj(copy);
        }

        /// This object, then the members of `extra` that it does not have; objects on both sides are joined the
        /// same way.
        public Obj completedBy(Obj extra) {
            var joined = new LinkedHashMap<>(members);
            extra.members.forEach((name, value) -> joined.merge(
                    name,
                    value,
                    (ours, theirs) -> ours instanceof Obj a && theirs instanceof Obj b ? a.completedBy(b) : ours));
            return new Obj(joined);
        }
    }

    /// An array.
    record Arr(List<Json> elements) implements Json {
        public Arr {
            elements = List.copyOf(elements);
        }

        /// An array of strings.
        public static Arr ofTexts(Iterable<String> texts) {
            var elements = new ArrayList<Json>();
            texts.forEach(text -> elements.add(new Str(text)));
            return new Arr(elements);
        }
    }

    /// A string.
    record Str(String value) implements Json {}

    /// A number, by its digits as they were read.
    record Num(String digits) implements Json {
        /// A whole number.
        public static Num of(long value) {
            return new Num(Long.toString(value));
        }

        /// The value, when it is whole, written without fraction or exponent, and fits a `long`.
        public Optional<Long> whole() {
            try {
                return Optional.of(Long.parseLong(digits));
            } catch (NumberFormatException notWhole) {
                return Optional.empty();
            }
        }
    }

    /// `true` or `false`.
    record Bool(boolean value) implements Json {}

    /// `null`.
    record Null() implements Json {}

    /// An object of one member, to which [Obj#with] adds more.
    static Obj object(String name, Json value) {
        return Obj.empty().with(name, value);
    }

    /// An object with the members of `members` in their order.
    static Obj object(Map<String, ? extends Json> members) {
        return new Obj(new LinkedHashMap<>(members));
    }
}
