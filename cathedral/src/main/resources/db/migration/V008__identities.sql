-- /sign-in is a page, under which no project lies.
INSERT INTO owners (name, kind) VALUES ('sign-in', 'reserved') ON CONFLICT DO NOTHING;

-- Who somebody is at a provider. Two accounts never have the same one.
CREATE TABLE identities (
    id           uuid PRIMARY KEY DEFAULT new_id(),
    user_id      uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    issuer       text NOT NULL,
    subject      varchar(255) NOT NULL,
    -- As the provider said last: for people, and nothing is decided by them.
    login        varchar(255),
    email        varchar(255),
    created_at   timestamptz NOT NULL DEFAULT now(),
    last_used_at timestamptz,
    UNIQUE (issuer, subject)
);
CREATE INDEX identities_user ON identities (user_id);

-- Browsers that are on their way to a provider and back, and those that have come back and have to do something yet.
CREATE TABLE sign_ins (
    id           uuid PRIMARY KEY DEFAULT new_id(),
    provider     varchar(255) NOT NULL,
    -- SHA-256 of the cookie of the browser, and of the state that comes back; of that null once it has come.
    browser_hash varchar(64) NOT NULL UNIQUE,
    state_hash   varchar(64),
    return_to    text NOT NULL,
    -- Who is signed in, and wants the identity linked.
    linking      uuid REFERENCES users (id) ON DELETE CASCADE,
    created_at   timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL,
    -- Who has been proved.
    issuer         text,
    subject        varchar(255),
    login          varchar(255),
    name           varchar(255),
    email          varchar(255),
    email_verified boolean
);
