-- Whoever has pushed or published something, for the counts that administrators ask for every minute.
CREATE INDEX activity_feed_contributions ON activity_feed (actor_id)
    WHERE action IN ('project.push', 'version.publish');

-- Projects that are there, without a look at their rows.
CREATE INDEX projects_visible ON projects (visibility) WHERE deleted_at IS NULL;

-- Which secrets of one-time codes are not under the present key: asked at each start.
CREATE INDEX users_totp_key ON users (totp_key_id) WHERE totp_secret IS NOT NULL;
