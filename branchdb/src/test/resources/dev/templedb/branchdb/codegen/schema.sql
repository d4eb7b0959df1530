CREATE TABLE teams (
    id   TEXT PRIMARY KEY NOT NULL DEFAULT (lower(hex(randomblob(16)))),
    name TEXT NOT NULL UNIQUE
);
CREATE TABLE users (
    id           TEXT PRIMARY KEY NOT NULL DEFAULT (lower(hex(randomblob(16)))),
    email        TEXT NOT NULL,
    age          INTEGER,
    score        REAL NOT NULL DEFAULT 1.5,
    balance      NUMERIC,
    active       BOOLEAN NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
    verified     BOOLEAN,
    photo        BLOB,
    team_id      TEXT REFERENCES teams (id) ON DELETE CASCADE,
    boss_id      TEXT REFERENCES users,
    class        TEXT,
    wait         TEXT,
    "user name"  TEXT,
    userName     TEXT,
    email_length INTEGER GENERATED ALWAYS AS (length(email)) VIRTUAL
);
CREATE TABLE order_items (
    order_no INTEGER,
    position INTEGER,
    what     TEXT,
    PRIMARY KEY (order_no, position)
) WITHOUT ROWID;
CREATE TABLE log (
    n    INTEGER PRIMARY KEY,
    line TEXT
);
CREATE TABLE notes (
    text TEXT,
    kept_on DATE,
    anything
);
CREATE TABLE "select" (
    id     TEXT PRIMARY KEY NOT NULL,
    "from" TEXT DEFAULT 'here?'
);
CREATE TABLE sql (
    id      TEXT PRIMARY KEY NOT NULL,
    "table" TEXT,
    columns TEXT,
    values_ TEXT,
    self    TEXT
);
CREATE TABLE "we""ird */ \u000a """" name?" (
    "a""b" TEXT,
    "new
line" INTEGER,
    "?" TEXT,
    "1" TEXT,
    "日本 😀" TEXT,
    PRIMARY KEY ("a""b", "new
line")
) WITHOUT ROWID;
CREATE VIEW active_users AS SELECT id, email, age, score > 1 AS is_good FROM users WHERE active;
