package dev.templedb.cathedral.permissions;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// What a token may be used for; never more than its user may do.
public enum Scope {
    READ_PROJECTS("read:projects"),
    WRITE_PROJECTS("write:projects"),
    ADMIN_PROJECTS("admin:projects"),
    READ_ORGANIZATIONS("read:orgs"),
    WRITE_ORGANIZATIONS("write:orgs"),
    READ_USER("read:user"),
    WRITE_USER("write:user"),
    /// Everything that the user may do, the administration of the server included.
    ADMIN("admin");

    private final String word;

    Scope(String word) {
        this.word = word;
    }

    /// All scopes: what a person who has signed in has.
    public static Set<Scope> all() {
        return EnumSet.allOf(Scope.class);
    }

    /// Reads the words of the wire and of the database, and adds what they imply.
    ///
    /// @throws TempleException with `REQUEST_INVALID` for a word that is no scope
    public static Set<Scope> of(Collection<String> words) {
        var scopes = EnumSet.noneOf(Scope.class);
        for (String word : words) {
            scopes.addAll(ofWord(word).withImplied());
        }
        return scopes;
    }

    /// Reads one word of the wire or of the database.
    ///
    /// @throws TempleException with `REQUEST_INVALID` when it is no scope
    public static Scope ofWord(String word) {
        for (var scope : values()) {
            if (scope.word.equals(word)) {
                return scope;
            }
        }
        throw new TempleException(
                ErrorCode.REQUEST_INVALID,
                "\"%s\" is no scope; scopes are %s."
                        .formatted(
                                Printable.text(word),
                                String.join(
                                        ", ",
                                        List.of(values()).stream()
                                                .map(Scope::word)
                                                .toList())));
    }

    private Set<Scope> withImplied() {
        return switch (this) {
            case READ_PROJECTS, READ_ORGANIZATIONS, READ_USER -> EnumSet.of(this);
            case WRITE_PROJECTS -> EnumSet.of(this, READ_PROJECTS);
            case ADMIN_PROJECTS -> EnumSet.of(this, WRITE_PROJECTS, READ_PROJECTS);
            case WRITE_ORGANIZATIONS -> EnumSet.of(this, READ_ORGANIZATIONS);
            case WRITE_USER -> EnumSet.of(this, READ_USER);
            case ADMIN -> all();
        };
    }

    /// The word of the wire and of the database, such as `read:projects`.
    public String word() {
        return word;
    }
}
