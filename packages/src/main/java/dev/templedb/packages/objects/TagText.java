package dev.templedb.packages.objects;

import dev.templedb.core.GitId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What an annotated tag's raw bytes say.
///
/// @param target     the object it names
/// @param targetKind what that object is
/// @param tagger     who made it; absent in very old tags
/// @param message    the whole message, with a signature at its end if the tag is signed
public record TagText(GitId target, ObjectKind targetKind, Optional<Person> tagger, String message) {
    /// Reads the `length` bytes from `offset`.
    ///
    /// @throws MalformedObject when the target cannot be read
    public static TagText parse(byte[] raw, int offset, int length) throws MalformedObject {
        @Nullable GitId target = null;
        @Nullable ObjectKind kind = null;
        Optional<Person> tagger = Optional.empty();
        var headers = new Headers(raw, offset, length);
        while (headers.next()) {
            if (target == null && headers.isNamed("object")) {
                target = CommitText.id(headers.value());
            } else if (headers.isNamed("type")) {
                kind = kind(headers.value());
            } else if (headers.isNamed("tagger")) {
                tagger =
                        Optional.of(Person.parse(raw, headers.valueStart(), headers.valueEnd(), Headers.charset(null)));
            }
        }
        if (target == null || kind == null) {
            throw new MalformedObject("it does not say what it tags");
        }
        int start = headers.messageStart();
        return new TagText(
                target, kind, tagger, new String(raw, start, offset + length - start, Headers.charset(null)));
    }

    private static ObjectKind kind(String word) throws MalformedObject {
        return switch (word) {
            case "commit" -> ObjectKind.COMMIT;
            case "tree" -> ObjectKind.TREE;
            case "blob" -> ObjectKind.BLOB;
            case "tag" -> ObjectKind.TAG;
            default -> throw new MalformedObject("it tags an object of an unknown type");
        };
    }
}
