-- Work that comes again and again: one row for each kind, for all nodes.
CREATE TABLE jobs (
    name         varchar(64) PRIMARY KEY,
    -- Null for work that only runs when somebody asks for it.
    due_at       timestamptz,
    -- Who works at it, and until when others leave it to that node. A node that dies lets its lease run out.
    node         varchar(255),
    leased_until timestamptz,
    started_at   timestamptz,
    -- The last run that came to its end.
    ended_at     timestamptz,
    succeeded    boolean,
    result       jsonb,
    failure      text,
    runs         bigint NOT NULL DEFAULT 0,
    failures     bigint NOT NULL DEFAULT 0
);

-- One-time links to a new password, which an operator hands out.
CREATE TABLE password_resets (
    -- SHA-256 of the token, which is kept nowhere.
    token_hash varchar(64) PRIMARY KEY,
    user_id    uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL
);
CREATE INDEX password_resets_user ON password_resets (user_id);

-- The node that answers the request now; when it is gone, another one may.
ALTER TABLE idempotency_keys ADD COLUMN node integer;
