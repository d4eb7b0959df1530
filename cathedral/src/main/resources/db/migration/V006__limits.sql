-- Limits and plans: docs/adr/0016-the-server.md, "Limits".

-- One row for each token, user and address that has asked for something lately. A crash may empty it: then all buckets
-- are full.
CREATE UNLOGGED TABLE rate_buckets (
    key         varchar(255) PRIMARY KEY,
    -- What was left when it was last filled up; less than nothing after more came than was there.
    tokens      double precision NOT NULL,
    -- What the last one who asked was given.
    taken       bigint NOT NULL,
    refilled_at timestamptz NOT NULL
) WITH (fillfactor = 50);

-- Whoever was given no plan has the one of the setting `plans.default`.
ALTER TABLE owners ALTER COLUMN plan SET DEFAULT 'default';
UPDATE owners SET plan = 'default' WHERE plan = 'free';

-- A figure for no limit at all does not fit into an integer.
ALTER TABLE owners ALTER COLUMN quota_private_projects TYPE bigint, ALTER COLUMN quota_members TYPE bigint;
