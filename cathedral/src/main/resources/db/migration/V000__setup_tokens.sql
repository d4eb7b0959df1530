-- One-time links to the first account: the server prints one at its start while there is no account.
CREATE TABLE setup_tokens (
    -- SHA-256 of the token, which is kept nowhere.
    token_hash bytea       PRIMARY KEY CHECK (octet_length(token_hash) = 32),
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    used_at    timestamptz
);
