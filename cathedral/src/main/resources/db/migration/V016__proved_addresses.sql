-- An address that nobody has proved is only what somebody has said: it keeps nobody else out. Proved, it is one account's.
ALTER TABLE users DROP CONSTRAINT users_email_key;
DROP INDEX users_email;
CREATE INDEX users_email ON users (lower(email COLLATE "C"));
CREATE UNIQUE INDEX users_email_proved ON users (lower(email COLLATE "C")) WHERE email_verified_at IS NOT NULL;
