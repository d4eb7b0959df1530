-- Search on 100,000 projects: what a page of results needs lies together, and long texts elsewhere.

-- Languages as they are compared.
CREATE FUNCTION lower_words(text[]) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(lower(word)), '{}') FROM unnest($1) AS word
$$;

-- Readme and search_words leave the rows, which are read by the thousand.
ALTER TABLE projects SET (toast_tuple_target = 1024);
ALTER TABLE projects
    -- search_words without the readme, short enough to be read with the row.
    ADD COLUMN search_heads tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('simple'::regconfig, slug || ' ' || name), 'A')
        || setweight(to_tsvector('simple'::regconfig, words(tag_names)), 'B')
        || setweight(to_tsvector('simple'::regconfig,
                                 left(coalesce(description, ''), 1000) || ' ' || words(languages)), 'C')) STORED,
    ADD COLUMN language_names text[] GENERATED ALWAYS AS (lower_words(languages)) STORED;
ALTER TABLE projects ALTER COLUMN search_heads SET STORAGE MAIN;
DROP INDEX projects_tags;
CREATE INDEX projects_search_heads ON projects USING gin (search_heads, tag_names, language_names);

-- What a project got on a day, as trending counts it.
ALTER TABLE project_days ADD COLUMN points bigint GENERATED ALWAYS AS (4 * stars + downloads + fetches) STORED;
CREATE INDEX project_days_points ON project_days (day, points DESC);
DROP INDEX project_days_day;
