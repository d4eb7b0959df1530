-- Whose quota an unfinished upload counts for, as its address named the owner when it began; nobody for what was begun
-- before and is over within a day. No reference: parts outlive their owner until they are collected.
ALTER TABLE uploads ADD COLUMN owner_id uuid;

-- When something last came for it.
ALTER TABLE uploads ADD COLUMN active_at timestamptz NOT NULL DEFAULT now();

CREATE INDEX uploads_owner ON uploads (owner_id) WHERE committed_at IS NULL;

UPDATE uploads u
   SET owner_id = o.id
  FROM owners o
 WHERE lower(o.name) = lower(u.owner_name);
