package dev.templedb.cathedral.jobs;

import dev.templedb.cathedral.idempotency.StoredAnswers;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// Removes rows whose time is over. Whoever reads these tables does not count such rows anyway: this gives back space.
final class PostgresEndedRows {
    /// Tokens that were revoked or have expired are shown to their users for so long.
    private static final Duration TOKENS_SHOWN = Duration.ofDays(30);

    private static final Duration FAILURES_KEPT = Duration.ofHours(1);
    private static final Duration CODES_KEPT = Duration.ofHours(1);
    private static final Duration DAYS_KEPT = Duration.ofDays(400);

    private static final String SESSIONS = "DELETE FROM sessions WHERE expires_at < :before";
    private static final String TOKENS = "DELETE FROM access_tokens WHERE revoked_at < :before OR expires_at < :before";
    private static final String DEVICE_CODES = "DELETE FROM device_codes WHERE expires_at < :before";
    private static final String LOGIN_FAILURES = "DELETE FROM login_failures WHERE failed_at < :before";
    private static final String IDEMPOTENCY_KEYS = "DELETE FROM idempotency_keys WHERE created_at < :before";
    private static final String INVITATIONS =
            "DELETE FROM invitations WHERE accepted_at IS NULL AND expires_at < :before";
    private static final String SETUP_TOKENS = "DELETE FROM setup_tokens WHERE expires_at < :before";
    private static final String PASSWORD_RESETS = "DELETE FROM password_resets WHERE expires_at < :before";
    private static final String SIGN_INS = "DELETE FROM sign_ins WHERE expires_at < :before";
    private static final String PROJECT_DAYS =
            "DELETE FROM project_days WHERE day < CAST(CAST(:before AS timestamptz) AS date)";

    private final Jdbi jdbi;

    PostgresEndedRows(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// Removes them, table by table.
    ///
    /// @return how many rows of which table
    Map<String, Object> sweep(Instant now) {
        var swept = new LinkedHashMap<String, Object>();
        swept.put("sessions", sweep(SESSIONS, now));
        swept.put("tokens", sweep(TOKENS, now.minus(TOKENS_SHOWN)));
        swept.put("device_codes", sweep(DEVICE_CODES, now.minus(CODES_KEPT)));
        swept.put("login_failures", sweep(LOGIN_FAILURES, now.minus(FAILURES_KEPT)));
        swept.put("idempotency_keys", sweep(IDEMPOTENCY_KEYS, now.minus(StoredAnswers.KEPT)));
        swept.put("invitations", sweep(INVITATIONS, now));
        swept.put("setup_tokens", sweep(SETUP_TOKENS, now));
        swept.put("password_resets", sweep(PASSWORD_RESETS, now));
        swept.put("sign_ins", sweep(SIGN_INS, now));
        swept.put("project_days", sweep(PROJECT_DAYS, now.minus(DAYS_KEPT)));
        return swept;
    }

    private int sweep(String statement, Instant before) {
        return jdbi.withHandle((Handle handle) ->
                handle.createUpdate(statement).bind("before", before).execute());
    }
}
