package dev.templedb.cathedral.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Gives the server that all `@QuarkusTest` classes share the providers `work` (makes accounts), `closed` (makes none),
/// `partner` (for people of example.org) and `octo` (a GitHub), and those that are for members of the organizations
/// `crew` and `staff/core` alone: `club` (a GitHub), `lab` (a GitLab), `suite` (a Google, of crew.example) and `realm`.
/// All say what a test wants them to say.
public final class ProvidersForQuarkus implements QuarkusTestResourceLifecycleManager {
    private static final List<String> NAMES =
            List.of("work", "closed", "partner", "octo", "club", "lab", "suite", "realm");

    private @Nullable ScriptedProvider provider;

    @Override
    public Map<String, String> start() {
        var started = ScriptedProvider.start();
        provider = started;
        var properties = new HashMap<>(Map.of(
                "cathedral.sign-in.providers", String.join(", ", NAMES),
                "cathedral.sign-in.work.title", "Work & Co",
                "cathedral.sign-in.closed.create-accounts", "false",
                "cathedral.sign-in.partner.email-domains", "example.org",
                "cathedral.sign-in.octo.kind", "github"));
        properties.put("cathedral.sign-in.club.kind", "github");
        properties.put("cathedral.sign-in.club.organizations", "crew, staff");
        properties.put("cathedral.sign-in.lab.kind", "gitlab");
        properties.put("cathedral.sign-in.lab.organizations", "crew, staff/core");
        properties.put("cathedral.sign-in.suite.kind", "google");
        properties.put("cathedral.sign-in.suite.organizations", "crew.example");
        properties.put("cathedral.sign-in.realm.organizations", "crew, staff/core");
        for (String name : NAMES) {
            properties.put("cathedral.sign-in." + name + ".issuer", started.issuer(name));
            properties.put("cathedral.sign-in." + name + ".client-id", ScriptedProvider.CLIENT);
            properties.put("cathedral.sign-in." + name + ".client-secret", ScriptedProvider.SECRET);
        }
        return properties;
    }

    @Override
    public void stop() {
        if (provider != null) {
            provider.close();
        }
    }
}
