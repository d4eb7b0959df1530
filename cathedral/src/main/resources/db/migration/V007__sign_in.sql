-- /reset is a page, under which no project lies.
INSERT INTO owners (name, kind) VALUES ('reset', 'reserved') ON CONFLICT DO NOTHING;

-- The key that has encrypted the secret of one-time codes; null for one in clear, which the next start encrypts.
ALTER TABLE users ADD COLUMN totp_key_id varchar(16);
