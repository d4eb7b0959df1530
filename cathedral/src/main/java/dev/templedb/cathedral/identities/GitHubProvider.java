package dev.templedb.cathedral.identities;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.templedb.cathedral.identities.Provider.Way;
import dev.templedb.core.Sha256;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// GitHub, which has OAuth but no ID tokens: who somebody is, its API says to whoever has the access token. The subject
/// is the number of the user, which stays when the login changes or is given to somebody else.
final class GitHubProvider implements Provider {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ProviderConfig config;
    private final ProviderHttp http;
    private final URI authorization;
    private final URI token;
    private final URI user;

    GitHubProvider(ProviderConfig config, ProviderHttp http) {
        this.config = config;
        this.http = http;
        String base = config.issuer().replaceFirst("/$", "");
        boolean isForAll = config.issuer().equals(ProviderKind.GITHUB.issuer());
        this.authorization = config.authorizationUrl().orElse(URI.create(base + "/login/oauth/authorize"));
        this.token = config.tokenUrl().orElse(URI.create(base + "/login/oauth/access_token"));
        this.user =
                config.userUrl().orElse(URI.create(isForAll ? "https://api.github.com/user" : base + "/api/v3/user"));
    }

    @Override
    public ProviderConfig config() {
        return config;
    }

    @Override
    public URI authorization(Way way) {
        var challenge =
                Sha256.of(way.verifier().getBytes(StandardCharsets.US_ASCII)).bytes();
        var asked = new LinkedHashMap<String, String>();
        asked.put("client_id", config.clientId());
        asked.put("redirect_uri", way.callback().toString());
        asked.put("scope", String.join(" ", config.scopes()));
        asked.put("state", way.state());
        asked.put("code_challenge", Base64.getUrlEncoder().withoutPadding().encodeToString(challenge));
        asked.put("code_challenge_method", "S256");
        return URI.create(authorization + (authorization.getRawQuery() == null ? "?" : "&") + form(asked));
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    /// Codes of one provider do not work at another one: each has a callback of its own here, so nothing is left
    /// for
    /// the issuer to prove.
    @Override
    public Person prove(Way way, String code, @Nullable String issuer) {
        try {
            String secret = redeem(way, code);
            var found = ask(user, secret);
            if (!found.path("id").isIntegralNumber()) {
                throw ProviderHttp.refused(config, new IOException("the user has no number"));
            }
            config.requireMember(organizations(secret));
            var email = email(secret);
            return new Person(
                    config.issuer(),
                    found.path("id").asText(),
                    found.path("login").textValue(),
                    found.path("name").textValue(),
                    email,
                    email != null);
        } catch (IOException failure) {
            throw ProviderHttp.failed(config, failure);
        }
    }

    /// What is wrong with a code is answered with 200, too.
    private String redeem(Way way, String code) throws IOException {
        var fields = new LinkedHashMap<String, String>();
        fields.put("client_id", config.clientId());
        fields.put("client_secret", config.clientSecret().orElseThrow());
        fields.put("code", code);
        fields.put("redirect_uri", way.callback().toString());
        fields.put("code_verifier", way.verifier());
        var answer = http.send(http.request(token)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form(fields)))
                .build());
        var said = JSON.readTree(answer.body());
        String secret = said.path("access_token").textValue();
        if (secret == null) {
            throw ProviderHttp.refused(
                    config,
                    new IOException(
                            "the code is not taken: " + said.path("error").asText()));
        }
        return secret;
    }

    /// Those of the organizations that are asked for of which somebody is a member, and not only invited.
    private List<String> organizations(String token) throws IOException {
        var found = new ArrayList<String>();
        for (String wanted : config.organizations()) {
            var name = URLEncoder.encode(wanted, StandardCharsets.UTF_8).replace("+", "%20");
            var answer = send(URI.create(user + "/memberships/orgs/" + name), token);
            // 404 says that somebody is no member, 403 that the organization has not let this registry ask.
            if (answer.statusCode() == 200) {
                var said = JSON.readTree(answer.body());
                if (said.path("state").asText().equals("active")) {
                    found.add(said.path("organization").path("login").asText());
                }
            } else if (answer.statusCode() != 403 && answer.statusCode() != 404) {
                throw new IOException("the membership is answered with " + answer.statusCode());
            }
        }
        return found;
    }

    private HttpResponse<byte[]> send(URI address, String token) throws IOException {
        return http.send(http.request(address)
                .setHeader("Accept", "application/vnd.github+json")
                .header("Authorization", "Bearer " + token)
                .build());
    }

    private JsonNode ask(URI address, String token) throws IOException {
        var answer = send(address, token);
        if (answer.statusCode() != 200) {
            throw new IOException(address.getPath() + " is answered with " + answer.statusCode());
        }
        return JSON.readTree(answer.body());
    }

    /// The primary address, or the first of the domains that are asked for; of those that are proved.
    private @Nullable String email(String token) throws IOException {
        String best = null;
        for (var one : ask(URI.create(user + "/emails"), token)) {
            String address = one.path("email").textValue();
            if (address == null || !one.path("verified").asBoolean()) {
                continue;
            }
            boolean isWanted =
                    config.emailDomains().isEmpty() ? one.path("primary").asBoolean() : config.isOfDomain(address);
            if (isWanted) {
                return address;
            }
            best = best == null ? address : best;
        }
        return best;
    }
}
