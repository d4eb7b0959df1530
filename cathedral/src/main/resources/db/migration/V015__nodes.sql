-- Where users reach the nodes that run, for links that are made beside them. A row counts while its node holds its lock.
CREATE UNLOGGED TABLE nodes (
    number integer PRIMARY KEY,
    address text NOT NULL,
    is_public boolean NOT NULL,
    since timestamptz NOT NULL DEFAULT now()
);
