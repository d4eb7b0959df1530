package dev.templedb.cathedral.identities;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.Resource;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.UserInfoResponse;
import com.nimbusds.openid.connect.sdk.claims.ClaimsSet;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A provider of OpenID Connect. What it offers is asked for at the first use and kept for an hour, its keys for five
/// minutes; a token with a key that is not known makes it ask for them at once. After a failure nobody asks for some
/// seconds: those who have waited for the first one to hear of it are told the same at once.
final class OpenIdProvider implements Provider {
    private static final Duration KEPT = Duration.ofHours(1);
    private static final Duration PAUSE = Duration.ofSeconds(10);

    /// Signatures that only the provider can make: none with a secret that both sides have.
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);

    private final ProviderConfig config;
    private final ProviderHttp http;
    private final Clock clock;
    private final ClientID client;
    private @Nullable Offer offer;
    private @Nullable Failure failure;

    OpenIdProvider(ProviderConfig config, ProviderHttp http, Clock clock) {
        this.config = config;
        this.http = http;
        this.clock = clock;
        this.client = new ClientID(config.clientId());
    }

    /// What the provider offers.
    ///
    /// @param userInfo       null when it has none
    /// @param secretInBody   whether it wants the secret among the other fields
    /// @param namesItself    whether it names itself in every answer (RFC 9207)
    private record Offer(
            URI authorization,
            URI token,
            JWKSource<SecurityContext> keys,
            @Nullable URI userInfo,
            boolean secretInBody,
            boolean namesItself,
            Instant until) {}

    /// That the provider did not say what it offers.
    ///
    /// @param until when it is asked again
    private record Failure(Exception cause, Instant until) {}

    @Override
    public ProviderConfig config() {
        return config;
    }

    @Override
    public URI authorization(Way way) {
        return new AuthenticationRequest.Builder(
                        new ResponseType(ResponseType.Value.CODE),
                        new Scope(config.scopes().toArray(String[]::new)),
                        client,
                        way.callback())
                .endpointURI(offer().authorization())
                .state(new State(way.state()))
                .nonce(new Nonce(way.nonce()))
                .codeChallenge(new CodeVerifier(way.verifier()), CodeChallengeMethod.S256)
                .build()
                .toURI();
    }

    @Override
    public Person prove(Way way, String code, @Nullable String issuer) {
        var offer = offer();
        if (issuer == null ? offer.namesItself() : !issuer.equals(config.issuer())) {
            throw ProviderHttp.refused(config, new IOException("the answer is that of another issuer"));
        }
        try {
            var tokens = redeem(offer, way, code);
            var claims = new IDTokenValidator(
                            new Issuer(config.issuer()),
                            client,
                            new JWSVerificationKeySelector<>(ALGORITHMS, offer.keys()),
                            null)
                    .validate(tokens.getOIDCTokens().getIDToken(), new Nonce(way.nonce()));
            return person(offer, tokens, claims);
        } catch (BadJOSEException | ParseException notAccepted) {
            throw ProviderHttp.refused(config, notAccepted);
        } catch (IllegalArgumentException | IllegalStateException | NullPointerException | ClassCastException tripped) {
            // What the library has not thought of proves nothing either.
            throw ProviderHttp.refused(config, tripped);
        } catch (JOSEException | IOException failure) {
            throw ProviderHttp.failed(config, failure);
        }
    }

    private OIDCTokenResponse redeem(Offer offer, Way way, String code) throws IOException, ParseException {
        var grant = new AuthorizationCodeGrant(
                new AuthorizationCode(code), way.callback(), new CodeVerifier(way.verifier()));
        var asked = authentication(offer)
                .map(proof -> new TokenRequest(offer.token(), proof, grant))
                .orElseGet(() -> new TokenRequest(offer.token(), client, grant))
                .toHTTPRequest();
        var request = http.request(offer.token())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(asked.getBody()));
        if (asked.getAuthorization() != null) {
            request.header("Authorization", asked.getAuthorization());
        }
        var answer = OIDCTokenResponseParser.parse(nimbus(http.send(request.build())));
        if (answer.indicatesSuccess()
                && answer.toSuccessResponse() instanceof OIDCTokenResponse tokens
                && tokens.getOIDCTokens().getIDToken() != null) {
            return tokens;
        }
        throw new ParseException("the code is not taken: "
                + (answer.indicatesSuccess()
                        ? "there is no ID token"
                        : answer.toErrorResponse().getErrorObject().getCode()));
    }

    private Optional<ClientAuthentication> authentication(Offer offer) {
        return config.clientSecret()
                .map(Secret::new)
                .map(secret -> offer.secretInBody()
                        ? new ClientSecretPost(client, secret)
                        : new ClientSecretBasic(client, secret));
    }

    /// Many providers say in the ID token only who it is, and the rest when they are asked.
    private Person person(Offer offer, OIDCTokenResponse tokens, IDTokenClaimsSet claims)
            throws IOException, ParseException {
        String subject = claims.getSubject().getValue();
        boolean isEnough =
                claims.getStringClaim("email") != null && claims.getStringClaim("preferred_username") != null;
        ClaimsSet more = claims;
        var userInfo = offer.userInfo();
        boolean lacksGroups = !config.organizations().isEmpty()
                && config.kind() != ProviderKind.GOOGLE
                && claims.getClaim("groups") == null;
        if ((!isEnough || lacksGroups) && userInfo != null) {
            more = ask(userInfo, tokens, subject);
        }
        config.requireMember(organizations(claims, more));
        var source = claims.getStringClaim("email") == null ? more : claims;
        return new Person(
                config.issuer(),
                subject,
                first(claims, more, List.of("preferred_username", "nickname")),
                first(claims, more, List.of("name")),
                source.getStringClaim("email"),
                Boolean.TRUE.equals(source.getBooleanClaim("email_verified")));
    }

    /// Google says of which Workspace somebody is, others which groups they are in.
    private List<String> organizations(IDTokenClaimsSet claims, ClaimsSet more) {
        var said = config.kind() == ProviderKind.GOOGLE
                ? claims.getClaim("hd")
                : Optional.ofNullable(claims.getClaim("groups")).orElseGet(() -> more.getClaim("groups"));
        return switch (said) {
            case String one -> List.of(one);
            case List<?> several ->
                several.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .toList();
            case null, default -> List.of();
        };
    }

    private ClaimsSet ask(URI userInfo, OIDCTokenResponse tokens, String subject) throws IOException, ParseException {
        var request = http.request(userInfo)
                .header(
                        "Authorization",
                        tokens.getTokens().getBearerAccessToken().toAuthorizationHeader())
                .build();
        var answer = UserInfoResponse.parse(nimbus(http.send(request)));
        var claims = answer.indicatesSuccess() ? answer.toSuccessResponse().getUserInfo() : null;
        if (claims == null || !claims.getSubject().getValue().equals(subject)) {
            throw new ParseException("what is said of the user is of somebody else, or not said");
        }
        return claims;
    }

    private static @Nullable String first(ClaimsSet claims, ClaimsSet more, List<String> names) {
        for (String name : names) {
            for (var set : List.of(claims, more)) {
                String value = set.getStringClaim(name);
                if (value != null && !value.isBlank()) {
                    return value;
                }
            }
        }
        return null;
    }

    /// What the provider offers, asked for when it is not known or has been known for long.
    private synchronized Offer offer() {
        var known = offer;
        if (known != null && known.until().isAfter(clock.instant())) {
            return known;
        }
        var failed = failure;
        if (failed == null || !failed.until().isAfter(clock.instant())) {
            try {
                var found = discover();
                offer = found;
                failure = null;
                return found;
            } catch (IOException | ParseException | IllegalArgumentException cause) {
                failed = new Failure(cause, clock.instant().plus(PAUSE));
                failure = failed;
            }
        }
        if (known != null) {
            return known;
        }
        throw ProviderHttp.failed(config, failed.cause());
    }

    private Offer discover() throws IOException, ParseException {
        var authorization = config.authorizationUrl();
        var token = config.tokenUrl();
        var keys = config.keysUrl();
        if (authorization.isPresent() && token.isPresent() && keys.isPresent()) {
            // All is said, for ever; nobody has to be asked.
            return new Offer(
                    authorization.get(),
                    token.get(),
                    keys(keys.get()),
                    config.userUrl().orElse(null),
                    false,
                    false,
                    Instant.MAX);
        }
        var until = clock.instant().plus(KEPT);
        var said = metadata();
        var methods = said.getTokenEndpointAuthMethods();
        return new Offer(
                authorization.orElseGet(said::getAuthorizationEndpointURI),
                ProviderSettings.safe(token.orElseGet(said::getTokenEndpointURI)),
                keys(ProviderSettings.safe(keys.orElseGet(said::getJWKSetURI))),
                config.userUrl().orElseGet(said::getUserInfoEndpointURI),
                methods != null
                        && methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_POST)
                        && !methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_BASIC),
                said.supportsAuthorizationResponseIssuerParam(),
                until);
    }

    private OIDCProviderMetadata metadata() throws IOException, ParseException {
        var answer = http.send(
                http.request(URI.create(config.issuer().replaceFirst("/$", "") + "/.well-known/openid-configuration"))
                        .build());
        if (answer.statusCode() != 200) {
            throw new IOException("the configuration of the issuer is answered with " + answer.statusCode());
        }
        var said = OIDCProviderMetadata.parse(new String(answer.body(), StandardCharsets.UTF_8));
        if (!said.getIssuer().getValue().equals(config.issuer())) {
            throw new ParseException("the issuer calls itself " + said.getIssuer());
        }
        ProviderSettings.safe(said.getAuthorizationEndpointURI());
        return said;
    }

    private JWKSource<SecurityContext> keys(URI address) throws IOException {
        return JWKSourceBuilder.create(address.toURL(), this::keysAt)
                .refreshAheadCache(false)
                .build();
    }

    private Resource keysAt(URL address) throws IOException {
        var answer = http.send(http.request(URI.create(address.toString())).build());
        if (answer.statusCode() != 200) {
            throw new IOException("the keys of the issuer are answered with " + answer.statusCode());
        }
        return new Resource(new String(answer.body(), StandardCharsets.UTF_8), "application/json");
    }

    private static HTTPResponse nimbus(HttpResponse<byte[]> answer) throws ParseException {
        var same = new HTTPResponse(answer.statusCode());
        same.setContentType(answer.headers().firstValue("Content-Type").orElse("application/json"));
        same.setBody(new String(answer.body(), StandardCharsets.UTF_8));
        return same;
    }
}
