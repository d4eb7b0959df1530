package dev.templedb.cathedral.postgres;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Where a database is, and who we are there.
///
/// @param jdbcUrl  without user and password
/// @param password empty when none is needed
public record DatabaseAddress(String jdbcUrl, String user, String password) {
    /// Reads `postgresql://USER:PASSWORD@HOST:PORT/DATABASE?sslmode=require`, also with `jdbc:` before it or with
    /// `postgres`. Parameters go to the driver as they are; `user` and `password` may be among them.
    ///
    /// @throws TempleException with `SETTING_INVALID` for anything else; the message does not repeat the address,
    /// which
    ///         may hold a password
    public static DatabaseAddress parse(String address) {
        try {
            String plain = address.startsWith("jdbc:") ? address.substring("jdbc:".length()) : address;
            var uri = URI.create(plain);
            boolean isPostgres = "postgresql".equals(uri.getScheme()) || "postgres".equals(uri.getScheme());
            if (!isPostgres
                    || uri.getHost() == null
                    || Objects.requireNonNullElse(uri.getPath(), "").length() < 2) {
                throw new IllegalArgumentException();
            }
            String[] who = Objects.requireNonNullElse(uri.getRawUserInfo(), "").split(":", 2);
            String query = Objects.requireNonNullElse(uri.getRawQuery(), "");
            String user = parameter(query, "user", who[0]);
            String password = parameter(query, "password", who.length < 2 ? "" : who[1]);
            String others = Arrays.stream(query.split("&"))
                    .filter(parameter -> !parameter.isEmpty() && !parameter.matches("(user|password)=.*"))
                    .collect(Collectors.joining("&"));
            String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
            String url = "jdbc:postgresql://" + uri.getHost() + port + uri.getRawPath();
            return new DatabaseAddress(others.isEmpty() ? url : url + "?" + others, decode(user), decode(password));
        } catch (IllegalArgumentException notUnderstood) {
            throw new TempleException(
                    ErrorCode.SETTING_INVALID,
                    "The setting database.url must be an address such as postgresql://USER:PASSWORD@HOST:5432/DATABASE.");
        }
    }

    private static String parameter(String query, String name, String otherwise) {
        @Nullable
        String found = Arrays.stream(query.split("&"))
                .filter(parameter -> parameter.startsWith(name + "="))
                .map(parameter -> parameter.substring(name.length() + 1))
                .findFirst()
                .orElse(null);
        return found == null ? otherwise : found;
    }

    /// A plus sign is itself, as in any address.
    private static String decode(String text) {
        return URLDecoder.decode(
                text.replace("+", URLEncoder.encode("+", StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }

    /// Without the password.
    @Override
    public String toString() {
        return user + " at " + jdbcUrl;
    }
}
