package dev.templedb.benchmarks;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Fills the database of a registry with users and projects that nobody has pushed, the same ones each time.
///
/// A program of its own, because it needs PostgreSQL's driver, which lies among the server's libraries:
/// `java -cp DRIVER SampleRegistry.java JDBC_URL USER PROJECTS VIEWER`, with the password on standard input. VIEWER is
/// a
/// user who is there already: member of an organization with projects, collaborator of a hundred private ones.
final class SampleRegistry {
    private static final int PROJECTS_OF_AN_OWNER = 5;
    private static final int BATCH = 1000;
    private static final List<String> LANGUAGES = List.of(
            "JavaScript",
            "Python",
            "Java",
            "TypeScript",
            "Go",
            "C++",
            "Ruby",
            "PHP",
            "C#",
            "C",
            "Shell",
            "Rust",
            "Kotlin",
            "Swift",
            "Scala",
            "Dart",
            "Elixir",
            "Haskell",
            "Lua",
            "Zig");

    private static final String OWNERS = """
            INSERT INTO owners (id, name, kind)
            SELECT id, name, 'user' FROM unnest(?::uuid[], ?::text[]) AS new (id, name)
            """;
    private static final String USERS = """
            INSERT INTO users (id, username, email)
            SELECT id, name, name || '@example.org' FROM owners WHERE id = ANY (?::uuid[])
            """;
    private static final String PROJECTS = """
            INSERT INTO projects (id, slug, name, description, visibility, owner_type, owner_id, readme, languages,
                                  tag_names, stars_count, downloads_count, created_at, updated_at)
            VALUES (?, ?, ?, ?, ?, 'user', ?, ?, ?, ?, ?, ?, ?, ?)
            """;
    private static final List<String> BELONGINGS = List.of(
            "INSERT INTO tags (name) SELECT DISTINCT unnest(tag_names) FROM projects ON CONFLICT DO NOTHING",
            """
            INSERT INTO project_tags (project_id, tag_id)
            SELECT p.id, t.id FROM projects p CROSS JOIN unnest(p.tag_names) AS word JOIN tags t ON t.name = word
            """,
            // What happened to each project on half of the last fourteen days.
            """
            INSERT INTO project_days (project_id, day, downloads, fetches, stars)
            SELECT p.id, current_date - d, 1 + p.downloads_count / 500, p.downloads_count / 900, p.stars_count / 300
              FROM projects p CROSS JOIN generate_series(0, 13) AS d
             WHERE p.downloads_count > 0 AND abs(hashtext(p.id::text || d)) % 2 = 0
            """,
            """
            WITH made AS (
                INSERT INTO owners (name, kind) VALUES ('bench-team', 'organization') RETURNING id, name)
            INSERT INTO organizations (id, slug, name) SELECT id, name, 'Bench team' FROM made
            """,
            """
            INSERT INTO org_members (org_id, user_id, role)
            SELECT o.id, u.id, 'member' FROM organizations o, users u WHERE o.slug = 'bench-team' AND u.username = :viewer
            """,
            """
            UPDATE projects
               SET owner_type = 'organization', owner_id = (SELECT id FROM organizations WHERE slug = 'bench-team'),
                   slug = 'of-team-' || substring(id::text FROM 25)
             WHERE id IN (SELECT id FROM projects ORDER BY id LIMIT 200)
            """,
            """
            INSERT INTO project_collaborators (project_id, user_id, role)
            SELECT p.id, u.id, 'reader'
              FROM (SELECT id FROM projects WHERE visibility = 'private' ORDER BY id DESC LIMIT 100) p, users u
             WHERE u.username = :viewer
            """);

    private final Connection connection;
    private final SampleText text = new SampleText(20_261_130);
    private final Instant newest = Instant.parse("2026-11-30T00:00:00Z");

    private SampleRegistry(Connection connection) {
        this.connection = connection;
    }

    public static void main(String[] words) throws Exception {
        var login = new Properties();
        login.setProperty("user", words[1]);
        login.setProperty(
                "password", new String(System.in.readAllBytes(), java.nio.charset.StandardCharsets.US_ASCII).strip());
        login.setProperty("reWriteBatchedInserts", "true");
        try (var connection = DriverManager.getConnection(words[0], login)) {
            connection.setAutoCommit(false);
            new SampleRegistry(connection).fill(Integer.parseInt(words[2]), words[3]);
            connection.commit();
        }
    }

    private void fill(int projects, String viewer) throws SQLException {
        execute("SET LOCAL maintenance_work_mem = '512MB'");
        // Made anew at the end, which takes a fifth of the time.
        var indexes =
                texts("SELECT indexname FROM pg_indexes WHERE tablename = 'projects' AND indexdef LIKE '%USING gin%'");
        var definitions =
                texts("SELECT indexdef FROM pg_indexes WHERE tablename = 'projects' AND indexdef LIKE '%USING gin%'");
        for (var index : indexes) {
            execute("DROP INDEX " + index);
        }
        addProjects(projects);
        addBelongings(viewer);
        for (var definition : definitions) {
            execute(definition);
        }
        execute("ANALYZE");
    }

    private void execute(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<String> texts(String sql) throws SQLException {
        var texts = new ArrayList<String>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }

    private void addProjects(int count) throws SQLException {
        for (int done = 0; done < count; done += BATCH) {
            int batch = Math.min(BATCH, count - done);
            var owners =
                    addOwners(done / PROJECTS_OF_AN_OWNER, (batch + PROJECTS_OF_AN_OWNER - 1) / PROJECTS_OF_AN_OWNER);
            try (var statement = connection.prepareStatement(PROJECTS)) {
                Set<String> slugs = new HashSet<>();
                for (int i = 0; i < batch; i++) {
                    if (i % PROJECTS_OF_AN_OWNER == 0) {
                        slugs.clear();
                    }
                    bind(statement, owners.get(i / PROJECTS_OF_AN_OWNER), slugs);
                    statement.addBatch();
                }
                statement.executeBatch();
            }
        }
    }

    private List<UUID> addOwners(int first, int count) throws SQLException {
        var ids = Stream.generate(this::id).limit(count).toList();
        var names = IntStream.range(first, first + count)
                .mapToObj(number -> text.rareWord() + number)
                .toList();
        try (var statement = connection.prepareStatement(OWNERS)) {
            statement.setArray(1, connection.createArrayOf("uuid", ids.toArray()));
            statement.setArray(2, connection.createArrayOf("text", names.toArray()));
            statement.executeUpdate();
        }
        try (var statement = connection.prepareStatement(USERS)) {
            statement.setArray(1, connection.createArrayOf("uuid", ids.toArray()));
            statement.executeUpdate();
        }
        return ids;
    }

    private UUID id() {
        return new UUID(text.random().nextLong(), text.random().nextLong());
    }

    private void bind(PreparedStatement statement, UUID owner, Set<String> slugs) throws SQLException {
        var random = text.random();
        String slug;
        do {
            slug = random.nextInt(10) < 7
                    ? text.rareWord() + "-" + text.commonWord()
                    : text.commonWord() + "-" + text.commonWord() + "-" + text.rareWord();
        } while (!slugs.add(slug));
        int chance = random.nextInt(100);
        // Popular projects are the older ones, and those that are still worked on.
        var updated = newest.minus(Duration.ofMinutes((long) (random.nextDouble() * random.nextDouble() * 1_500_000)));
        int column = 1;
        statement.setObject(column++, id());
        statement.setString(column++, slug);
        statement.setString(
                column++,
                slug.substring(0, 1).toUpperCase(Locale.ROOT)
                        + slug.substring(1).replace('-', ' '));
        statement.setString(column++, text.text(6 + random.nextInt(15)));
        statement.setString(column++, chance < 80 ? "public" : chance < 85 ? "internal" : "private");
        statement.setObject(column++, owner);
        statement.setString(column++, text.text(50 + random.nextInt(200)));
        statement.setArray(
                column++, connection.createArrayOf("text", languages().toArray()));
        statement.setArray(column++, connection.createArrayOf("text", tags().toArray()));
        statement.setLong(column++, text.fewWithMuch(3));
        statement.setLong(column++, text.fewWithMuch(20));
        statement.setTimestamp(column++, Timestamp.from(updated.minus(Duration.ofDays(random.nextInt(1000)))));
        statement.setTimestamp(column, Timestamp.from(updated));
    }

    private List<String> languages() {
        return Stream.generate(() -> LANGUAGES.get(
                        (int) (LANGUAGES.size() * Math.pow(text.random().nextDouble(), 2))))
                .limit(1 + text.random().nextInt(3))
                .distinct()
                .toList();
    }

    private List<String> tags() {
        return Stream.generate(text::commonWord)
                .limit(text.random().nextInt(6))
                .distinct()
                .sorted()
                .toList();
    }

    private void addBelongings(String viewer) throws SQLException {
        for (var sql : BELONGINGS) {
            try (var statement = connection.prepareStatement(sql.replace(":viewer", "?"))) {
                if (sql.contains(":viewer")) {
                    statement.setString(1, viewer);
                }
                statement.executeUpdate();
            }
        }
    }
}
