package dev.templedb.cathedral.identities;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/// Somebody else with whom people sign in. Safe for use by several threads.
interface Provider {
    /// One way there and back.
    ///
    /// @param callback where the provider sends people back to
    /// @param state    what comes back with them
    /// @param nonce    what the ID token has in it
    /// @param verifier what proves that the code was asked for here (PKCE)
    record Way(URI callback, String state, String nonce, String verifier) {}

    ProviderConfig config();

    /// Where to send the browser.
    ///
    /// @throws dev.templedb.core.TempleException with `SIGN_IN_PROVIDER_FAILED` when the provider has to be asked
    /// and
    ///         does not answer as it should
    URI authorization(Way way);

    /// Redeems the code that has come back, and proves who came.
    ///
    /// @param issuer what the answer names as the provider (RFC 9207); null when it does not
    /// @throws dev.templedb.core.TempleException with `SIGN_IN_PROVIDER_FAILED` or `SIGN_IN_REFUSED`
    Person prove(Way way, String code, @Nullable String issuer);
}
