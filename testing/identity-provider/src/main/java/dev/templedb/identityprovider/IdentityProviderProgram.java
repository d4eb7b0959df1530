package dev.templedb.identityprovider;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.oidc.OidcUserInfo;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.config.annotation.web.configuration.OAuth2AuthorizationServerConfiguration;
import org.springframework.security.oauth2.server.authorization.config.annotation.web.configurers.OAuth2AuthorizationServerConfigurer;
import org.springframework.security.oauth2.server.authorization.oidc.authentication.OidcUserInfoAuthenticationContext;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;

/// Runs the provider on a free port of this machine until whoever started it is gone.
///
/// Its client is `registry` with the secret `registry secret`, whose callback is `/sign-in/work/callback` on any port
/// of
/// 127.0.0.1, where needed below `/registry`. Everybody's password is `password`. Its ID tokens say only who somebody
/// is; name and e-mail address are told at the endpoint for that.
@SpringBootApplication
public class IdentityProviderProgram {
    private static final String[] PEOPLE = {"ada", "grace", "mary"};

    /// @param arguments the id of the process that started this one
    public static void main(String[] arguments) {
        long parent = Long.parseLong(arguments[0]);
        Thread.ofPlatform().daemon().name("parent").start(() -> endWith(parent));
        var program = new SpringApplication(IdentityProviderProgram.class);
        program.setDefaultProperties(Map.of(
                "server.address",
                "127.0.0.1",
                "server.port",
                "0",
                "spring.main.banner-mode",
                "off",
                "logging.level.root",
                "warn"));
        var running = program.run();
        System.out.println("Listens on port " + running.getEnvironment().getProperty("local.server.port"));
    }

    private static void endWith(long process) {
        ProcessHandle.of(process).ifPresent(parent -> parent.onExit().join());
        Runtime.getRuntime().halt(0);
    }

    @Bean
    @Order(1)
    SecurityFilterChain protocol(HttpSecurity http) throws Exception {
        var server = OAuth2AuthorizationServerConfigurer.authorizationServer();
        return http.securityMatcher(server.getEndpointsMatcher())
                .with(
                        server,
                        its -> its.oidc(openId -> openId.userInfoEndpoint(
                                told -> told.userInfoMapper(IdentityProviderProgram::userInfo))))
                .authorizeHttpRequests(asked -> asked.anyRequest().authenticated())
                .exceptionHandling(
                        refused -> refused.authenticationEntryPoint(new LoginUrlAuthenticationEntryPoint("/login")))
                .oauth2ResourceServer(told -> told.jwt(Customizer.withDefaults()))
                .build();
    }

    private static OidcUserInfo userInfo(OidcUserInfoAuthenticationContext context) {
        String name = context.getAuthorization().getPrincipalName();
        return OidcUserInfo.builder()
                .subject(name)
                .preferredUsername(name)
                .name(name.toUpperCase(java.util.Locale.ROOT))
                .email(name + "@example.org")
                .emailVerified(true)
                .build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain pages(HttpSecurity http) throws Exception {
        return http.authorizeHttpRequests(asked -> asked.anyRequest().authenticated())
                .formLogin(Customizer.withDefaults())
                .build();
    }

    @Bean
    UserDetailsService people() {
        var people = new InMemoryUserDetailsManager();
        for (String name : PEOPLE) {
            people.createUser(User.withUsername(name)
                    .password("{noop}password")
                    .roles("USER")
                    .build());
        }
        return people;
    }

    @Bean
    RegisteredClientRepository clients() {
        return new InMemoryRegisteredClientRepository(RegisteredClient.withId("registry")
                .clientId("registry")
                .clientSecret("{noop}registry secret")
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                .redirectUri("http://127.0.0.1/sign-in/work/callback")
                .redirectUri("http://127.0.0.1/registry/sign-in/work/callback")
                .scope("openid")
                .scope("profile")
                .scope("email")
                .clientSettings(ClientSettings.builder().requireProofKey(true).build())
                .build());
    }

    @Bean
    JWKSource<SecurityContext> keys() throws JOSEException {
        return new ImmutableJWKSet<>(
                new JWKSet(new RSAKeyGenerator(2048).keyIDFromThumbprint(true).generate()));
    }

    @Bean
    JwtDecoder decoder(JWKSource<SecurityContext> keys) {
        return OAuth2AuthorizationServerConfiguration.jwtDecoder(keys);
    }

    @Bean
    AuthorizationServerSettings settings() {
        return AuthorizationServerSettings.builder().build();
    }
}
