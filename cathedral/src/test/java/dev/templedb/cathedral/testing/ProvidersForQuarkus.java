package dev.templedb.cathedral.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Gives the server that all `@QuarkusTest` classes share the providers `work` (makes accounts), `closed` (makes none),
/// `partner` (for people of example.org) and `octo` (a GitHub), which say what a test wants them to say.
public final class ProvidersForQuarkus implements QuarkusTestResourceLifecycleManager {
    private @Nullable ScriptedProvider provider;

    @Override
    public Map<String, String> start() {
        var started = ScriptedProvider.start();
        provider = started;
        var properties = new HashMap<>(Map.of(
                "cathedral.sign-in.providers", "work, closed, partner, octo",
                "cathedral.sign-in.work.title", "Work & Co",
                "cathedral.sign-in.closed.create-accounts", "false",
                "cathedral.sign-in.partner.email-domains", "example.org",
                "cathedral.sign-in.octo.kind", "github"));
        for (String name : new String[] {"work", "closed", "partner", "octo"}) {
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
