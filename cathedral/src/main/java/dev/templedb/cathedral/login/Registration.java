package dev.templedb.cathedral.login;

import dev.templedb.cathedral.pages.Html;
import dev.templedb.cathedral.pages.HtmlPage;
import dev.templedb.cathedral.settings.Settings;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import jakarta.inject.Singleton;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Whether people may make accounts for themselves.
@Singleton
final class Registration {
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "::1", "0:0:0:0:0:0:0:1");

    private final LoginSettings.RegistrationMode mode;
    private final boolean emailRequired;

    Registration(Settings settings) {
        this.mode = settings.get(LoginSettings.REGISTRATION);
        this.emailRequired = settings.get(LoginSettings.EMAIL_REQUIRED);
    }

    /// The field of a form for an e-mail address, which may be left empty where the server asks for none.
    Html emailField(String label, String value) {
        return emailRequired
                ? HtmlPage.field(label, "email", "email", "email", value)
                : HtmlPage.optionalField(label + ", if you like", "email", "email", "email", value);
    }

    /// @throws TempleException with `EMAIL_REQUIRED`
    void requireEmail(@Nullable String email) {
        if (emailRequired && email == null) {
            throw new TempleException(ErrorCode.EMAIL_REQUIRED, "This server asks for an e-mail address.");
        }
    }

    /// @param address   where the connection comes from
    /// @param host      the host that the client asked for, so that a page of another site cannot lead here
    /// @param forwarded whether a proxy says that it comes from elsewhere
    /// @throws TempleException with `REGISTRATION_CLOSED`
    void requireOpen(@Nullable String address, String host, boolean forwarded) {
        boolean open = switch (mode) {
            case OPEN -> true;
            case CLOSED -> false;
            case LOOPBACK -> address != null && LOOPBACK.contains(address) && LOOPBACK.contains(host) && !forwarded;
        };
        if (!open) {
            throw new TempleException(
                    ErrorCode.REGISTRATION_CLOSED, "This server does not let people make accounts for themselves.");
        }
    }
}
