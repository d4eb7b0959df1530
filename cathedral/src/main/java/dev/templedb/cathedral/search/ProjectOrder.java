package dev.templedb.cathedral.search;

import dev.templedb.cathedral.http.Given;
import dev.templedb.core.Printable;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// In which order projects are listed; always the largest first.
public enum ProjectOrder {
    /// How well the words fit, and a little how many stars there are.
    RELEVANCE("score", "numeric"),
    STARS("stars_count", "bigint"),
    DOWNLOADS("downloads_count", "bigint"),
    UPDATED("updated_at", "timestamptz"),
    /// What has happened in the last 14 days: four points for a star and one for a download or a fetch, half as
    /// many
    /// for each week that it is ago.
    TRENDING("score", "numeric");

    private final String column;
    private final String type;

    ProjectOrder(String column, String type) {
        this.column = column;
        this.type = type;
    }

    /// Reads the word of the wire.
    ///
    /// @param usual what counts when nothing is said
    public static ProjectOrder of(@Nullable String word, ProjectOrder usual) {
        if (word == null || word.isEmpty()) {
            return usual;
        }
        for (var order : values()) {
            if (order.name().toLowerCase(Locale.ROOT).equals(word)) {
                return order;
            }
        }
        throw Given.invalid("\"%s\" is no order: it is relevance, stars, downloads, updated or trending."
                .formatted(Printable.text(word)));
    }

    String column() {
        return column;
    }

    String type() {
        return type;
    }
}
