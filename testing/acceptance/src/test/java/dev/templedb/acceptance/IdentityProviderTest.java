package dev.templedb.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.testkit.IdentityProvider;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Signing in by a real provider of OpenID Connect, with the real programs, behind a proxy with a path.
class IdentityProviderTest {
    private static final String SHOWN = "http://127.0.0.1:9/registry";
    private static final Pattern DEVICE = Pattern.compile("Open (\\S+) in a browser and enter the code (\\S+)\\. ");

    @TempDir
    private Path scratch;

    @Test
    void a_person_of_the_provider_makes_an_account_and_lets_the_program_in() throws Exception {
        var directory = scratch.resolve("data");
        try (var provider = IdentityProvider.start();
                var server = RunningServer.start(
                        directory,
                        Map.of(
                                "CATHEDRAL_HTTP_PUBLIC_URL",
                                SHOWN,
                                "CATHEDRAL_LOG_ACCESS",
                                "json",
                                "CATHEDRAL_SIGN_IN_PROVIDERS",
                                "work",
                                "CATHEDRAL_SIGN_IN_WORK_ISSUER",
                                provider.issuer().toString(),
                                "CATHEDRAL_SIGN_IN_WORK_CLIENT_ID",
                                "registry",
                                "CATHEDRAL_SIGN_IN_WORK_CLIENT_SECRET",
                                "registry secret"))) {
            var browser = new ProviderBrowser(SHOWN, server.address());
            var ada = new RealProgram(scratch.resolve("ada"));

            letsIn(ada, browser, server);
            assertThat(ada.must("templedb cathedral whoami")).contains("ada");

            // Without a password and without a session there, the provider is still the way in.
            assertThat(RunningServer.admin(0, directory, "", "reset", "ada"))
                    .contains("can still sign in by " + provider.issuer());
            var page = browser.open(SHOWN + "/account");
            assertThat(page.address().getPath()).isEqualTo("/registry/sign-in");
            page = browser.follow(page, "Sign in with work");
            assertThat(page.text()).contains("You are signed in as ada.");
            assertThat(server.log())
                    .contains("/sign-in/work/callback")
                    .doesNotContain("registry secret", "code=", "state=");
        }
    }

    /// `login --device`, and a browser in which a person signs in for the first time and says yes.
    private static void letsIn(RealProgram program, ProviderBrowser browser, RunningServer server) throws Exception {
        var login = program.start("templedb cathedral login \"$1\" --device", server.address());
        login.getOutputStream().close();
        var output = login.inputReader(StandardCharsets.UTF_8);
        var said = new StringBuilder();
        while (!DEVICE.matcher(said).find()) {
            String line = output.readLine();
            assertThat(line).as(said.toString()).isNotNull();
            said.append(line).append(' ');
        }
        var device = DEVICE.matcher(said).results().findFirst().orElseThrow();
        var page = browser.open(device.group(1) + "?user_code=" + device.group(2));
        page = browser.follow(page, "Sign in with work");
        assertThat(page.address().getPath()).isEqualTo("/login");
        page = browser.submit(page, "/login", "username", "ada", "password", "password");
        assertThat(page.text()).contains("Make an account", "value=\"ada\"", "value=\"ada@example.org\"");
        page = browser.submit(page, "/registry/sign-in/continue", "username", "ada", "email", "ada@example.org");
        assertThat(page.text()).contains("Let a program in?", device.group(2));
        page = browser.submit(page, "/registry/device", "decision", "grant");
        assertThat(page.text()).contains("The program is let in");
        output.transferTo(Writer.nullWriter());
        assertThat(login.waitFor()).isZero();
    }
}
