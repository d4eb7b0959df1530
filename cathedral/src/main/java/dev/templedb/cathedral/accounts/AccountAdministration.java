package dev.templedb.cathedral.accounts;

import dev.templedb.cathedral.audit.AuditLog;
import dev.templedb.cathedral.http.Given;
import dev.templedb.cathedral.http.Page;
import dev.templedb.cathedral.permissions.Caller;
import dev.templedb.cathedral.quotas.Plan;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// What administrators do with accounts.
@Singleton
public final class AccountAdministration {
    private final Jdbi jdbi;
    private final Accounts accounts;
    private final AuditLog audit;
    private final Invitations invitations = new Invitations();
    private final PostgresAccounts table = new PostgresAccounts();

    public AccountAdministration(Jdbi jdbi, Accounts accounts, AuditLog audit) {
        this.jdbi = jdbi;
        this.accounts = accounts;
        this.audit = audit;
    }

    /// All accounts in the order of their names; one more than the page has room for, if there are more.
    public List<User> list(Caller caller, Page page) {
        caller.administrator();
        return jdbi.withHandle(handle -> table.page(handle, page.after(0), page.limit() + 1));
    }

    /// What to change; null leaves.
    ///
    /// @param disabled  true ends all sessions and refuses all tokens
    /// @param password  a new one, which ends all sessions
    /// @param twoFactor false turns it off, for somebody who has lost the authenticator
    public record Change(
            @Nullable Boolean administrator,
            @Nullable Boolean disabled,
            @Nullable String password,
            @Nullable Boolean twoFactor,
            @Nullable Boolean emailVerified,
            @Nullable String plan) {}

    /// Changes an account.
    ///
    /// @throws TempleException with `USER_NOT_FOUND`, or `LAST_OWNER` when no administrator would be left
    public User change(Caller caller, String username, Change change) {
        caller.administrator();
        return jdbi.inTransaction(handle -> {
            var user = accounts.byName(handle, username);
            apply(handle, user, change);
            if (table.administrators(handle) == 0) {
                throw new TempleException(ErrorCode.LAST_OWNER, "The server would be left without an administrator.");
            }
            audit.record(
                    handle,
                    caller,
                    "user.administer",
                    new AuditLog.Resource("user", user.id(), user.username()),
                    said(change));
            return accounts.byName(handle, username);
        });
    }

    private void apply(Handle handle, User user, Change change) {
        if (change.administrator() != null) {
            table.setAdministrator(handle, user.id(), change.administrator());
        }
        if (change.disabled() != null) {
            table.setDisabled(handle, user.id(), change.disabled());
        }
        if (change.password() != null) {
            accounts.setPassword(handle, user, change.password(), null);
        }
        if (change.twoFactor() != null) {
            if (change.twoFactor()) {
                throw Given.invalid("Two-factor login is turned on by the user alone.");
            }
            table.endTotp(handle, user.id());
        }
        if (change.emailVerified() != null) {
            var email = user.email();
            if (email == null) {
                throw Given.invalid("The account has no e-mail address.");
            }
            if (change.emailVerified()) {
                accounts.requireNotProved(handle, email, user.id());
            }
            table.setEmailVerified(handle, user.id(), change.emailVerified());
            if (change.emailVerified()) {
                invitations.accept(handle, user.id(), email);
            }
        }
        if (change.plan() != null) {
            table.setPlan(handle, user.id(), Plan.valid(change.plan()));
        }
    }

    private static LinkedHashMap<String, Object> said(Change change) {
        var said = new LinkedHashMap<String, Object>();
        if (change.administrator() != null) {
            said.put("administrator", change.administrator());
        }
        if (change.disabled() != null) {
            said.put("disabled", change.disabled());
        }
        if (change.twoFactor() != null) {
            said.put("two_factor", change.twoFactor());
        }
        if (change.emailVerified() != null) {
            said.put("email_verified", change.emailVerified());
        }
        if (change.plan() != null) {
            said.put("plan", change.plan());
        }
        said.put("password", change.password() != null);
        return said;
    }
}
