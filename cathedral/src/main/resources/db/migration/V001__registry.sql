-- The tables of the registry. Those of the design keep their names and columns; what is ours stands beside them.
-- Times are UTC. Names are compared without case. Words in columns (roles, kinds) are in lower case.

CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- A UUID of version 7: its first 48 bits are the time in milliseconds, so that new rows lie together in indexes.
CREATE FUNCTION new_id() RETURNS uuid LANGUAGE sql VOLATILE PARALLEL SAFE AS $$
    SELECT encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid())
               PLACING substring(int8send(floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3)
               FROM 1 FOR 6), 52, 1), 53, 1), 'hex')::uuid
$$;

-- Text arrays as words; array_to_string itself does not promise to be immutable.
CREATE FUNCTION words(text[]) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(array_to_string($1, ' '), '')
$$;

-- Users and organizations share one name space. `reserved` names nobody can take.
CREATE TABLE owners (
    id            uuid PRIMARY KEY DEFAULT new_id(),
    name          varchar(255) NOT NULL,
    kind          varchar(50)  NOT NULL CHECK (kind IN ('user', 'organization', 'reserved')),
    plan          varchar(50)  NOT NULL DEFAULT 'free',
    -- What is set here goes before the figures of the plan; in deduplicated bytes, and in projects.
    quota_bytes            bigint,
    quota_private_projects integer,
    quota_members          integer,
    created_at    timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX owners_name ON owners (lower(name));

CREATE TABLE users (
    id            uuid PRIMARY KEY REFERENCES owners (id),
    username      varchar(255) UNIQUE NOT NULL,
    email         varchar(255) UNIQUE NOT NULL,
    display_name  varchar(255),
    avatar_url    text,
    created_at    timestamptz NOT NULL DEFAULT now(),
    updated_at    timestamptz NOT NULL DEFAULT now(),
    bio           text,
    website_url   text,
    -- Argon2id in the PHC form; null for those who come by another provider only.
    password_hash text,
    password_changed_at timestamptz,
    email_verified_at   timestamptz,
    is_admin      boolean NOT NULL DEFAULT false,
    disabled_at   timestamptz,
    last_login_at timestamptz,
    -- The shared secret of one-time passwords, and the last time step that was used.
    totp_secret   bytea,
    totp_confirmed_at timestamptz,
    totp_last_step    bigint
);
CREATE UNIQUE INDEX users_username ON users (lower(username));
CREATE UNIQUE INDEX users_email ON users (lower(email));

CREATE TABLE user_keys (
    id          uuid PRIMARY KEY DEFAULT new_id(),
    user_id     uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    kind        varchar(50) NOT NULL CHECK (kind IN ('age', 'ssh', 'gpg')),
    name        varchar(255) NOT NULL,
    public_key  text NOT NULL,
    fingerprint varchar(255) NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT now(),
    revoked_at  timestamptz,
    UNIQUE (user_id, kind, fingerprint)
);
CREATE INDEX user_keys_fingerprint ON user_keys (fingerprint);

CREATE TABLE organizations (
    id          uuid PRIMARY KEY REFERENCES owners (id),
    slug        varchar(255) UNIQUE NOT NULL,
    name        varchar(255) NOT NULL,
    description text,
    website_url text,
    created_at  timestamptz NOT NULL DEFAULT now(),
    updated_at  timestamptz NOT NULL DEFAULT now(),
    created_by  uuid REFERENCES users (id)
);
CREATE UNIQUE INDEX organizations_slug ON organizations (lower(slug));

CREATE TABLE org_members (
    org_id    uuid REFERENCES organizations (id) ON DELETE CASCADE,
    user_id   uuid REFERENCES users (id) ON DELETE CASCADE,
    role      varchar(50) NOT NULL CHECK (role IN ('owner', 'maintainer', 'member')),
    joined_at timestamptz NOT NULL DEFAULT now(),
    added_by  uuid REFERENCES users (id),
    PRIMARY KEY (org_id, user_id)
);
CREATE INDEX org_members_user ON org_members (user_id);

CREATE TABLE projects (
    id             uuid PRIMARY KEY DEFAULT new_id(),
    slug           varchar(255) NOT NULL,
    name           varchar(255) NOT NULL,
    description    text,
    visibility     varchar(50) NOT NULL CHECK (visibility IN ('public', 'internal', 'private')),
    owner_type     varchar(50) NOT NULL CHECK (owner_type IN ('user', 'organization')),
    owner_id       uuid NOT NULL REFERENCES owners (id),
    repository_url text,
    default_branch varchar(255),
    metadata       jsonb NOT NULL DEFAULT '{}',
    statistics     jsonb NOT NULL DEFAULT '{}',
    created_at     timestamptz NOT NULL DEFAULT now(),
    updated_at     timestamptz NOT NULL DEFAULT now(),
    created_by     uuid REFERENCES users (id),
    -- A deleted project keeps its row until its packs are collected; its slug gets `~` and the id behind it, and is free.
    deleted_at     timestamptz,
    deleted_by     uuid REFERENCES users (id),
    -- The shared state: a content root in hexadecimal, swapped by comparison.
    state_root     varchar(64),
    state_at       timestamptz,
    -- Deduplicated bytes in storage that count for the owner.
    stored_bytes   bigint NOT NULL DEFAULT 0,
    source_project_id uuid REFERENCES projects (id),
    latest_version varchar(255),
    stars_count    bigint NOT NULL DEFAULT 0,
    forks_count    bigint NOT NULL DEFAULT 0,
    downloads_count bigint NOT NULL DEFAULT 0,
    -- What search looks at. `tag_names` repeats project_tags; readme and languages are taken from the pushed state.
    homepage_url   text,
    license        varchar(255),
    readme         text,
    languages      text[] NOT NULL DEFAULT '{}',
    tag_names      text[] NOT NULL DEFAULT '{}',
    search_words   tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('simple'::regconfig, slug || ' ' || name), 'A')
        || setweight(to_tsvector('simple'::regconfig, words(tag_names)), 'B')
        || setweight(to_tsvector('simple'::regconfig, left(coalesce(description, ''), 10000) || ' ' || words(languages)), 'C')
        || setweight(to_tsvector('simple'::regconfig, left(coalesce(readme, ''), 100000)), 'D')) STORED,
    search_names   text GENERATED ALWAYS AS (lower(slug || ' ' || name || ' ' || words(tag_names))) STORED,
    UNIQUE (owner_type, owner_id, slug)
);
CREATE UNIQUE INDEX projects_slug ON projects (owner_id, lower(slug));
CREATE INDEX idx_projects_owner ON projects (owner_type, owner_id);
CREATE INDEX idx_projects_visibility ON projects (visibility);
CREATE INDEX projects_source ON projects (source_project_id) WHERE source_project_id IS NOT NULL;
CREATE INDEX projects_deleted ON projects (deleted_at) WHERE deleted_at IS NOT NULL;
CREATE INDEX projects_updated ON projects (updated_at DESC, id DESC) WHERE deleted_at IS NULL;
CREATE INDEX projects_stars ON projects (stars_count DESC, id DESC) WHERE deleted_at IS NULL;
CREATE INDEX projects_downloads ON projects (downloads_count DESC, id DESC) WHERE deleted_at IS NULL;
CREATE INDEX projects_search_words ON projects USING gin (search_words);
CREATE INDEX projects_search_names ON projects USING gin (search_names gin_trgm_ops);

-- Addresses that projects had before they moved; a new project under the name takes the address over.
CREATE TABLE project_moves (
    owner_name varchar(255) NOT NULL,
    slug       varchar(255) NOT NULL,
    project_id uuid NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    moved_at   timestamptz NOT NULL DEFAULT now(),
    moved_by   uuid REFERENCES users (id)
);
CREATE UNIQUE INDEX project_moves_address ON project_moves (lower(owner_name), lower(slug));

-- A version is immutable. A deleted one keeps its row without the rest, so that its name is never given again.
CREATE TABLE project_versions (
    id          uuid PRIMARY KEY DEFAULT new_id(),
    project_id  uuid NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    version     varchar(255) NOT NULL,
    manifest    jsonb NOT NULL,
    package_url text NOT NULL,
    package_size_bytes bigint,
    checksum_sha256    varchar(64),
    created_by  uuid REFERENCES users (id),
    created_at  timestamptz NOT NULL DEFAULT now(),
    state_root  varchar(64) NOT NULL,
    pre_release boolean NOT NULL DEFAULT false,
    notes       text,
    yanked_at   timestamptz,
    yanked_by   uuid REFERENCES users (id),
    yank_reason text,
    deleted_at  timestamptz,
    deleted_by  uuid REFERENCES users (id),
    -- The SSHSIG or OpenPGP signature over the content root, in its text form, and the key of a profile that made it.
    signature   text,
    signed_by   varchar(255),
    signer_id   uuid REFERENCES users (id),
    downloads   bigint NOT NULL DEFAULT 0,
    UNIQUE (project_id, version)
);
CREATE INDEX idx_project_versions_project ON project_versions (project_id);
CREATE INDEX project_versions_state ON project_versions (project_id, state_root);

CREATE TABLE project_collaborators (
    project_id uuid REFERENCES projects (id) ON DELETE CASCADE,
    user_id    uuid REFERENCES users (id) ON DELETE CASCADE,
    role       varchar(50) NOT NULL CHECK (role IN ('owner', 'maintainer', 'contributor', 'reader')),
    added_at   timestamptz NOT NULL DEFAULT now(),
    added_by   uuid REFERENCES users (id),
    PRIMARY KEY (project_id, user_id)
);
CREATE INDEX project_collaborators_user ON project_collaborators (user_id);

-- Those who are asked by e-mail address before they have an account.
CREATE TABLE invitations (
    id          uuid PRIMARY KEY DEFAULT new_id(),
    email       varchar(255) NOT NULL,
    org_id      uuid REFERENCES organizations (id) ON DELETE CASCADE,
    project_id  uuid REFERENCES projects (id) ON DELETE CASCADE,
    role        varchar(50) NOT NULL,
    invited_by  uuid REFERENCES users (id),
    created_at  timestamptz NOT NULL DEFAULT now(),
    expires_at  timestamptz NOT NULL,
    accepted_at timestamptz,
    CHECK ((org_id IS NULL) <> (project_id IS NULL))
);
CREATE UNIQUE INDEX invitations_once ON invitations (lower(email), coalesce(org_id, project_id)) WHERE accepted_at IS NULL;

-- Lineage; it stays when the source goes.
CREATE TABLE project_forks (
    id                uuid PRIMARY KEY DEFAULT new_id(),
    source_project_id uuid REFERENCES projects (id),
    fork_project_id   uuid UNIQUE REFERENCES projects (id) ON DELETE CASCADE,
    forked_at         timestamptz NOT NULL DEFAULT now(),
    forked_by         uuid REFERENCES users (id),
    -- The state and the version, if any, that the fork began with.
    state_root        varchar(64),
    version           varchar(255)
);
CREATE INDEX project_forks_source ON project_forks (source_project_id);

CREATE TABLE project_stars (
    project_id uuid REFERENCES projects (id) ON DELETE CASCADE,
    user_id    uuid REFERENCES users (id) ON DELETE CASCADE,
    starred_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (project_id, user_id)
);
CREATE INDEX project_stars_user ON project_stars (user_id, starred_at DESC);

CREATE TABLE tags (
    id         uuid PRIMARY KEY DEFAULT new_id(),
    name       varchar(255) UNIQUE NOT NULL,
    category   varchar(100) CHECK (category IN ('language', 'framework', 'domain')),
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE project_tags (
    project_id uuid REFERENCES projects (id) ON DELETE CASCADE,
    tag_id     uuid REFERENCES tags (id),
    PRIMARY KEY (project_id, tag_id)
);
CREATE INDEX idx_project_tags_tag ON project_tags (tag_id);

-- Sums by day, for statistics and for what is trending.
CREATE TABLE project_days (
    project_id uuid NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    day        date NOT NULL,
    downloads  bigint NOT NULL DEFAULT 0,
    fetches    bigint NOT NULL DEFAULT 0,
    stars      bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (project_id, day)
);
CREATE INDEX project_days_day ON project_days (day);

-- A token is shown once; kept are the SHA-256 of it and the first characters, to know it by.
CREATE TABLE access_tokens (
    id           uuid PRIMARY KEY DEFAULT new_id(),
    user_id      uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    token_hash   varchar(64) UNIQUE NOT NULL,
    name         varchar(255) NOT NULL,
    scopes       text[] NOT NULL,
    last_used_at timestamptz,
    expires_at   timestamptz,
    created_at   timestamptz NOT NULL DEFAULT now(),
    prefix       varchar(32) NOT NULL,
    revoked_at   timestamptz,
    rotated_at   timestamptz,
    last_used_address inet,
    -- True for a token that reaches only the projects of access_token_projects, be they none.
    limited      boolean NOT NULL DEFAULT false
);
CREATE INDEX access_tokens_user ON access_tokens (user_id);

CREATE TABLE access_token_projects (
    token_id   uuid REFERENCES access_tokens (id) ON DELETE CASCADE,
    project_id uuid REFERENCES projects (id) ON DELETE CASCADE,
    PRIMARY KEY (token_id, project_id)
);

CREATE TABLE sessions (
    id           uuid PRIMARY KEY DEFAULT new_id(),
    user_id      uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    secret_hash  varchar(64) UNIQUE NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT now(),
    last_seen_at timestamptz NOT NULL DEFAULT now(),
    expires_at   timestamptz NOT NULL,
    ip_address   inet,
    user_agent   text
);
CREATE INDEX sessions_user ON sessions (user_id);
CREATE INDEX sessions_expires ON sessions (expires_at);

-- Device authorizations of RFC 8628: asked for by a program, granted by a person who is signed in.
CREATE TABLE device_codes (
    id             uuid PRIMARY KEY DEFAULT new_id(),
    device_hash    varchar(64) UNIQUE NOT NULL,
    user_code      varchar(16) UNIQUE NOT NULL,
    client_name    varchar(255) NOT NULL,
    scopes         text[] NOT NULL,
    created_at     timestamptz NOT NULL DEFAULT now(),
    expires_at     timestamptz NOT NULL,
    last_polled_at timestamptz,
    user_id        uuid REFERENCES users (id) ON DELETE CASCADE,
    decided_at     timestamptz,
    granted        boolean,
    ip_address     inet
);

-- Failed logins of the last hour, counted by address and by address with name; nobody is locked out by others.
CREATE TABLE login_failures (
    id         uuid PRIMARY KEY DEFAULT new_id(),
    ip_address inet NOT NULL,
    name       varchar(255) NOT NULL,
    failed_at  timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX login_failures_address ON login_failures (ip_address, failed_at);

-- What must be provable. Each entry's hash covers the entry before it.
CREATE TABLE audit_log (
    id            uuid PRIMARY KEY DEFAULT new_id(),
    user_id       uuid REFERENCES users (id),
    action        varchar(255) NOT NULL,
    resource_type varchar(100),
    resource_id   uuid,
    metadata      jsonb,
    ip_address    inet,
    user_agent    text,
    created_at    timestamptz NOT NULL DEFAULT now(),
    number        bigint UNIQUE NOT NULL,
    -- As it was called then.
    actor         varchar(255),
    resource_name text,
    token_id      uuid,
    request_id    varchar(64),
    previous_hash varchar(64) NOT NULL,
    hash          varchar(64) NOT NULL
);
CREATE INDEX idx_audit_log_user ON audit_log (user_id);
CREATE INDEX idx_audit_log_resource ON audit_log (resource_type, resource_id);

-- What people see happened.
CREATE TABLE activity_feed (
    id         uuid PRIMARY KEY DEFAULT new_id(),
    actor_id   uuid REFERENCES users (id) ON DELETE CASCADE,
    action     varchar(255) NOT NULL,
    project_id uuid REFERENCES projects (id) ON DELETE CASCADE,
    metadata   jsonb,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX idx_activity_feed_actor ON activity_feed (actor_id, id DESC);
CREATE INDEX idx_activity_feed_project ON activity_feed (project_id, id DESC);

-- The answer to a request that carried an Idempotency-Key, given again when the request comes again.
CREATE TABLE idempotency_keys (
    caller       varchar(255) NOT NULL,
    key          varchar(255) NOT NULL,
    -- SHA-256 of method, path and body.
    request_hash varchar(64) NOT NULL,
    status       integer,
    headers      jsonb,
    body         bytea,
    created_at   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (caller, key)
);
CREATE INDEX idempotency_keys_created ON idempotency_keys (created_at);

INSERT INTO owners (name, kind)
SELECT name, 'reserved'
  FROM unnest(ARRAY['about', 'account', 'accounts', 'activity', 'admin', 'administrator', 'anonymous', 'api', 'assets',
       'auth', 'blog', 'cathedral', 'community', 'console', 'contact', 'dashboard', 'device', 'docs', 'documentation',
       'explore', 'favicon.ico', 'feed', 'fork', 'graphql', 'health', 'help', 'home', 'import', 'instance', 'internal',
       'invitations', 'jobs', 'keys', 'latest', 'login', 'logout', 'metrics', 'moderator', 'new', 'none', 'null',
       'nodeinfo', 'oauth', 'openapi', 'organization', 'organizations', 'orgs', 'owner', 'owners', 'packages', 'peers',
       'plans', 'pricing', 'privacy', 'private', 'profile', 'project', 'projects', 'public', 'q', 'register', 'registry',
       'robots.txt', 'root', 'search', 'security', 'server', 'session', 'sessions', 'settings', 'setup', 'signin',
       'signup', 'staff', 'star', 'stars', 'static', 'stats', 'status', 'support', 'system', 'tags', 'team', 'teams',
       'template', 'templates', 'templedb', 'tenant', 'terms', 'tokens', 'topics', 'trending', 'undefined', 'uploads',
       'user', 'users', 'versions', 'webhooks', 'websocket', 'well-known', 'ws', 'www']) AS name;
