package dev.templedb.cathedral.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.text.ParseException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A provider that says what a test wants it to say, right or wrong. The first part of an address is an issuer, so that
/// one is as many as a test needs.
///
/// It keeps nothing of what it says: the code that a browser brings back has in it what the code is answered with. So
/// it serves a test and a server that runs in another class loader alike. `/ISSUER` speaks OpenID Connect, and what
/// GitHub's documentation says of its OAuth and its API.
public final class ScriptedProvider implements AutoCloseable {
    public static final String CLIENT = "registry";
    public static final String SECRET = "a secret that is long enough to sign with";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int HUGE = 2 << 20;

    private final HttpServer server;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final AtomicInteger keyRequests = new AtomicInteger();
    private final AtomicInteger configurationRequests = new AtomicInteger();
    private final ECKey first;
    private final ECKey second;
    private final ECKey unknown;
    private volatile boolean hasNewKey;

    private ScriptedProvider(HttpServer server) throws JOSEException {
        this.server = server;
        this.first = new ECKeyGenerator(Curve.P_256).keyID("first").generate();
        this.second = new ECKeyGenerator(Curve.P_256).keyID("second").generate();
        this.unknown = new ECKeyGenerator(Curve.P_256).keyID("first").generate();
    }

    /// Starts one on a free port.
    public static ScriptedProvider start() {
        try {
            var provider = new ScriptedProvider(HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0));
            provider.server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            provider.server.createContext("/", provider::answer);
            provider.server.start();
            return provider;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (JOSEException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /// The address of an issuer.
    public String issuer(String name) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + name;
    }

    /// How often its keys were asked for.
    public int keyRequests() {
        return keyRequests.get();
    }

    /// How often it was asked for what it offers.
    public int configurationRequests() {
        return configurationRequests.get();
    }

    /// What a code is answered with. Immutable: `with…` gives another one.
    ///
    /// @param script fields of JSON
    public record Code(Map<String, Object> script) {
        /// A code for the way that begins with the address to which the browser was sent: the ID token is right
        /// in
        /// every respect, but for what is changed.
        public static Code of(URI sent, String subject) {
            var asked = query(sent);
            String issuer = sent.toString().replaceFirst("/authorize\\?.*", "");
            var claims = new LinkedHashMap<String, Object>();
            claims.put("iss", issuer);
            claims.put("sub", subject);
            claims.put("aud", CLIENT);
            claims.put("nonce", asked.get("nonce"));
            long now = Instant.now().getEpochSecond();
            claims.put("iat", now);
            claims.put("exp", now + 300);
            return new Code(Map.of(
                    "challenge",
                    asked.get("code_challenge"),
                    "callback",
                    asked.get("redirect_uri"),
                    "claims",
                    claims,
                    "signer",
                    "first"));
        }

        /// The same with something else.
        public Code with(String field, Object value) {
            var more = new LinkedHashMap<>(script);
            more.put(field, value);
            return new Code(more);
        }

        /// The same with a claim; null takes it away.
        public Code claim(String name, @Nullable Object value) {
            var claims = JSON.convertValue(script.get("claims"), ObjectNode.class);
            claims.set(name, JSON.valueToTree(value));
            if (value == null) {
                claims.remove(name);
            }
            return with("claims", claims);
        }

        /// As it is in addresses.
        public String text() {
            try {
                return Base64.getUrlEncoder().withoutPadding().encodeToString(JSON.writeValueAsBytes(script));
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }

    /// The questions of an address.
    public static Map<String, String> query(URI address) {
        return fields(address.getRawQuery());
    }

    private static Map<String, String> fields(String form) {
        return Stream.of(form.split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(
                        pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8), (a, _) -> a));
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String issuer = issuer(path.split("/")[1]);
        String rest = path.substring(path.indexOf('/', 1));
        try (exchange) {
            switch (rest) {
                case "/.well-known/openid-configuration" -> {
                    configurationRequests.incrementAndGet();
                    say(exchange, 200, configuration(issuer));
                }
                case "/keys" -> keys(exchange);
                case "/token" -> token(exchange, false);
                case "/login/oauth/access_token" -> token(exchange, true);
                case "/userinfo" -> told(exchange, "user_info");
                case "/api/v3/user" -> told(exchange, "user");
                case "/api/v3/user/emails" -> told(exchange, "emails");
                default -> {
                    if (rest.startsWith("/api/v3/user/memberships/orgs/")) {
                        told(exchange, "org " + rest.substring(rest.lastIndexOf('/') + 1));
                    } else {
                        say(exchange, 404, Map.of());
                    }
                }
            }
        } catch (JOSEException | ParseException | GeneralSecurityException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static Map<String, Object> configuration(String issuer) {
        var said = new HashMap<String, Object>(Map.of(
                "issuer",
                issuer.endsWith("/liar") ? issuer + "s" : issuer,
                "authorization_endpoint",
                issuer + "/authorize",
                "token_endpoint",
                issuer.endsWith("/elsewhere") ? "http://192.0.2.1/token" : issuer + "/token",
                "jwks_uri",
                issuer + "/keys",
                "userinfo_endpoint",
                issuer + "/userinfo",
                "response_types_supported",
                new String[] {"code"},
                "subject_types_supported",
                new String[] {"public"},
                "id_token_signing_alg_values_supported",
                new String[] {"ES256"}));
        said.put("authorization_response_iss_parameter_supported", issuer.endsWith("/named"));
        return said;
    }

    private void keys(HttpExchange exchange) throws IOException {
        keyRequests.incrementAndGet();
        var keys = hasNewKey ? Stream.of(first, second) : Stream.of(first);
        say(
                exchange,
                200,
                Map.of("keys", keys.map(key -> key.toPublicJWK().toJSONObject()).toList()));
    }

    /// Redeems a code, if the client, the verifier and the callback are right.
    private void token(HttpExchange exchange, boolean isGitHub)
            throws IOException, JOSEException, ParseException, GeneralSecurityException {
        var form = fields(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        var script = JSON.readTree(Base64.getUrlDecoder().decode(form.get("code")));
        byte[] challenge = MessageDigest.getInstance("SHA-256")
                .digest(form.get("code_verifier").getBytes(StandardCharsets.US_ASCII));
        boolean isClient = isGitHub
                ? CLIENT.equals(form.get("client_id")) && SECRET.equals(form.get("client_secret"))
                : isClient(exchange.getRequestHeaders().getFirst("Authorization"));
        if (!isClient) {
            say(exchange, isGitHub ? 200 : 401, Map.of("error", "invalid_client"));
        } else if (!Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(challenge)
                        .equals(script.path("challenge").asText())
                || !script.path("callback").asText().equals(form.get("redirect_uri"))) {
            say(exchange, isGitHub ? 200 : 400, Map.of("error", isGitHub ? "bad_verification_code" : "invalid_grant"));
        } else {
            token(exchange, script, form.get("code"), isGitHub);
        }
    }

    private static boolean isClient(@Nullable String authorization) {
        String right = CLIENT + ":" + java.net.URLEncoder.encode(SECRET, StandardCharsets.UTF_8);
        return ("Basic " + Base64.getEncoder().encodeToString(right.getBytes(StandardCharsets.UTF_8)))
                .equals(authorization);
    }

    private void token(HttpExchange exchange, JsonNode script, String code, boolean isGitHub)
            throws IOException, JOSEException, ParseException {
        switch (script.path("answer").asText()) {
            case "huge" -> {
                byte[] much = new byte[HUGE];
                Arrays.fill(much, (byte) ' ');
                exchange.sendResponseHeaders(200, 0);
                exchange.getResponseBody().write(much);
            }
            case "slow" -> {
                exchange.sendResponseHeaders(200, 0);
                exchange.getResponseBody().write('{');
                exchange.getResponseBody().flush();
                await();
            }
            case "elsewhere" -> {
                exchange.getResponseHeaders().set("Location", issuer("work") + "/keys");
                exchange.sendResponseHeaders(307, -1);
            }
            case "nonsense" -> {
                exchange.sendResponseHeaders(200, 0);
                exchange.getResponseBody().write("<html>".getBytes(StandardCharsets.UTF_8));
            }
            default -> {
                var said = new HashMap<String, Object>(Map.of("access_token", code, "token_type", "bearer"));
                if (isGitHub) {
                    said.put("scope", "read:user,user:email");
                } else if (!script.path("signer").asText().equals("nobody")) {
                    said.put("id_token", signed(script));
                }
                say(exchange, 200, said);
            }
        }
    }

    private void await() {
        try {
            closing.await();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private String signed(JsonNode script) throws JOSEException, ParseException {
        var claims = JWTClaimsSet.parse(script.path("claims").toString());
        String signer = script.path("signer").asText();
        if (signer.equals("none")) {
            return new PlainJWT(claims).serialize();
        }
        boolean isShared = signer.equals("secret");
        var header = new JWSHeader.Builder(isShared ? JWSAlgorithm.HS256 : JWSAlgorithm.ES256)
                .keyID(signer.equals("second") ? "second" : "first");
        var token = new SignedJWT(header.build(), claims);
        if (isShared) {
            token.sign(new MACSigner(SECRET));
            return token.serialize();
        }
        hasNewKey |= signer.equals("second");
        token.sign(new ECDSASigner(
                switch (signer) {
                    case "second" -> second;
                    case "unknown" -> unknown;
                    default -> first;
                }));
        return token.serialize();
    }

    /// What the script says under a name, for whoever has the access token.
    private static void told(HttpExchange exchange, String name) throws IOException {
        String token = exchange.getRequestHeaders().getFirst("Authorization").replaceFirst("(?i)bearer ", "");
        var said = JSON.readTree(Base64.getUrlDecoder().decode(token)).path(name);
        say(exchange, said.isMissingNode() ? 403 : 200, said.isMissingNode() ? Map.of() : said);
    }

    private static void say(HttpExchange exchange, int status, Object said) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        byte[] body = JSON.writeValueAsBytes(said);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
    }
}
