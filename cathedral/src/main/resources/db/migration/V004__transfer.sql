-- What the server keeps of projects: docs/design/registry.md, "Transfer".

-- Frames end to end, and behind them their index: one object in storage, `packs/<id>`.
CREATE TABLE packs (
    id          uuid PRIMARY KEY,
    -- Whose objects these are; null when that project is gone and a fork still uses them.
    project_id  uuid REFERENCES projects (id) ON DELETE SET NULL,
    frame_bytes bigint NOT NULL,
    index_bytes integer NOT NULL,
    objects     integer NOT NULL,
    raw_bytes   bigint NOT NULL,
    sha256      varchar(64) NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT now(),
    -- When nothing referred to it any more; it goes when the grace period is over.
    unreferenced_at timestamptz,
    -- When it was last read from end to end, and what was wrong then.
    scrubbed_at timestamptz,
    damage      text
);
CREATE INDEX packs_project ON packs (project_id);
CREATE INDEX packs_scrubbed ON packs (scrubbed_at NULLS FIRST);

-- States of a project: the present one, those of versions, and the last ones before.
CREATE TABLE states (
    project_id  uuid NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    root        varchar(64) NOT NULL,
    number      bigint GENERATED ALWAYS AS IDENTITY,
    document    bytea NOT NULL,
    -- Manifest and describing entries of the package that it came in.
    description bytea NOT NULL,
    pushed_by   uuid REFERENCES users (id),
    pushed_at   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (project_id, root)
);
CREATE INDEX states_number ON states (project_id, number DESC);

-- Exactly which objects a state reaches.
CREATE TABLE state_packs (
    project_id uuid NOT NULL,
    root       varchar(64) NOT NULL,
    pack_id    uuid NOT NULL REFERENCES packs (id),
    position   integer NOT NULL,
    -- A bit for each object of the pack; null for all.
    live       bytea,
    PRIMARY KEY (project_id, root, pack_id),
    FOREIGN KEY (project_id, root) REFERENCES states (project_id, root) ON DELETE CASCADE
);
CREATE INDEX state_packs_pack ON state_packs (pack_id);

-- A package on its way, in parts that any node takes: `uploads/<id>/<number>` in storage.
CREATE TABLE uploads (
    id         uuid PRIMARY KEY,
    user_id    uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    -- As it was announced; the project may not exist yet.
    owner_name varchar(255) NOT NULL,
    slug       varchar(255) NOT NULL,
    state_root varchar(64) NOT NULL,
    bytes      bigint NOT NULL,
    part_bytes integer NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    -- The state that a commit made of it.
    committed_at timestamptz
);
CREATE INDEX uploads_expires ON uploads (expires_at);
CREATE INDEX uploads_user ON uploads (user_id);

CREATE TABLE upload_parts (
    upload_id uuid NOT NULL REFERENCES uploads (id) ON DELETE CASCADE,
    number    integer NOT NULL,
    bytes     integer NOT NULL,
    sha256    varchar(64) NOT NULL,
    PRIMARY KEY (upload_id, number)
);
