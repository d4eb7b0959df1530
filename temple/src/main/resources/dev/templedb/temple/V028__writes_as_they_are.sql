-- up
-- What is brought back is written byte for byte, whatever the attributes say of line ends.
ALTER TABLE checkout_writes ADD COLUMN as_is INTEGER NOT NULL DEFAULT 0;

-- down
ALTER TABLE checkout_writes DROP COLUMN as_is;
