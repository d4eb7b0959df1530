package dev.templedb.cathedral.rest;

import dev.templedb.cathedral.testing.Api;
import dev.templedb.cathedral.testing.Browser;
import dev.templedb.cathedral.testing.Contract;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Asks for an operation in a way that is refused for another reason once the caller is permitted, wherever it would
/// change something that others need.
final class HarmlessRequest {
    private static final Pattern PLACE = Pattern.compile("\\{[a-z_]+}");
    private static final Pattern CODE = Pattern.compile("TDB-\\d{4}");
    private static final String NONE = "00000000-0000-7000-8000-000000000000";
    private static final String NO_SLUG = "{\"slug\": \"not a slug\"}";
    static final String KEY =
            "{\"kind\": \"ssh\", \"public_key\": \"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl a\"}";

    /// What refuses for want of permission; everything else comes after it.
    private static final Map<String, String> REFUSALS = Map.of(
            "TDB-1410",
            "401",
            "TDB-1413",
            "403",
            "TDB-1414",
            "403",
            "TDB-1424",
            "404",
            "TDB-1430",
            "404",
            "TDB-1463",
            "404",
            "TDB-1544",
            "404");

    private HarmlessRequest() {}

    /// What the caller gets: the status of a refusal for want of permission, or `yes`.
    ///
    /// @param places what stands in the path for `{owner}` and the like
    static String outcome(Api api, Contract.Operation operation, Map<String, String> places) {
        return outcome(send(api, operation, places));
    }

    static String outcome(Api.Answer answer) {
        if (answer.text().isEmpty()) {
            return answer.status() < 400 ? "yes" : Integer.toString(answer.status());
        }
        if (answer.status() == 401
                && (answer.text().contains("Your session has ended.")
                        || answer.text().contains("with a token of this server as the password"))) {
            return "401";
        }
        return REFUSALS.getOrDefault(code(answer), "yes");
    }

    /// The code of a problem document, or of a refusal that git shows.
    static String code(Api.Answer answer) {
        var matcher = CODE.matcher(answer.text());
        return answer.status() >= 400 && matcher.find() ? matcher.group() : "";
    }

    static Api.Answer send(Api api, Contract.Operation operation, Map<String, String> places) {
        String path = PLACE.matcher(operation.path()).replaceAll(place -> {
            String name = place.group().substring(1, place.group().length() - 1);
            return places.getOrDefault(name, usual(name));
        });
        String query = switch (operation.id()) {
            case "gitRefs" -> "?service=git-upload-pack";
            case "uploadPackage" -> "?version=not.a.version";
            default -> "";
        };
        return prepared(api, operation).send(operation.method(), path + query, body(operation, places));
    }

    private static String usual(String place) {
        return switch (place) {
            case "id" -> NONE;
            case "version" -> "1.0.0";
            case "username" -> "nobody-of-this-name";
            default -> "none";
        };
    }

    private static Api prepared(Api api, Contract.Operation operation) {
        var content = operation.node().path("requestBody").path("content").fieldNames();
        var given = content.hasNext() ? api.with("Content-Type", content.next()) : api;
        if (operation.path().startsWith("/api/v1/uploads/")) {
            return given.with("Upload-Offset", "1").with("Content-Digest", "sha-256=:%s=:".formatted("A".repeat(43)));
        }
        if (!operation.path().startsWith("/api/")) {
            return given.with("Origin", Browser.server());
        }
        return operation.method().equals("GET") ? given : given.with("If-Match", "\"another\"");
    }

    private static @Nullable String body(Contract.Operation operation, Map<String, String> places) {
        return switch (operation.id()) {
            case "register", "setUp" ->
                "{\"username\": \"no name\", \"email\": \"none\", \"password\": \"x\", \"setup_token\": \"none\"}";
            case "resetPassword" -> "{\"reset_token\": \"none\", \"password\": \"correct horse battery\"}";
            case "logIn" -> "{\"username\": \"nobody-of-this-name\", \"password\": \"x\"}";
            case "makeToken" -> "{\"name\": \"\"}";
            case "confirmTwoFactor", "endTwoFactor" -> "{\"code\": \"000000\"}";
            case "beginDevice" -> "{\"client_name\": \"\"}";
            case "askDevice" -> "{\"device_code\": \"none\"}";
            case "decideDevice" -> "{\"granted\": false}";
            case "addKey" -> KEY;
            case "putMember" -> "{\"user\": \"nobody-of-this-name\", \"role\": \"member\"}";
            case "putCollaborator" -> "{\"user\": \"nobody-of-this-name\", \"role\": \"reader\"}";
            case "putTag" -> "{\"name\": \"not a tag\"}";
            case "publishVersion" -> "{\"version\": \"1.0.0\"}";
            case "makeProject" ->
                "{\"owner\": \"%s\", \"slug\": \"not a slug\"}".formatted(places.getOrDefault("username", "none"));
            case "makeUser" -> "{\"username\": \"no name\", \"email\": \"none\"}";
            case "administerUser" -> "{\"plan\": \"none\"}";
            case "decideDevicePage", "signOutPage" -> "user_code=none";
            case "signInPage" -> "username=nobody-of-this-name&password=x";
            case "unlinkPage" -> "identity=" + places.get("id");
            case "resetPage", "setUpPage" -> "token=none&password=a&password_again=b";
            default ->
                switch (operation.method()) {
                    case "POST", "PATCH" -> NO_SLUG;
                    default -> null;
                };
        };
    }
}
