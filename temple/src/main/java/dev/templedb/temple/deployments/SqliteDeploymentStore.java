package dev.templedb.temple.deployments;

import dev.templedb.core.GitId;
import dev.templedb.sqlite.Row;
import dev.templedb.sqlite.Transaction;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The history of one project's deployments, inside one transaction.
final class SqliteDeploymentStore {
    private static final String SELECT = """
            SELECT number, target, kind, commit_id, ref, state, step, exit_code, who, started_at, ended_at, log,
                   deployment_id, process, scratch, command
              FROM deployments
            """;
    private static final String ALL = SELECT + " WHERE project_id = ?1 ORDER BY number DESC";
    private static final String EVERYWHERE = SELECT + " WHERE scratch LIKE '%' || ?1";
    private static final String NEXT = "SELECT coalesce(max(number), 0) + 1 FROM deployments WHERE project_id = ?1";
    private static final String BEGIN = """
            INSERT INTO deployments (project_id, number, target, kind, commit_id, ref, state, who, started_at, process, scratch)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'running', ?7, ?8, ?9, ?10)
            """;
    private static final String END = """
            UPDATE deployments
               SET state = ?2, step = ?3, exit_code = ?4, ended_at = ?5, log = ?6
             WHERE deployment_id = ?1 AND state = 'running'
            """;

    private static final String KEEP = "UPDATE deployments SET log = ?2 WHERE deployment_id = ?1 AND state = 'running'";
    private static final String BEGIN_COMMAND = "UPDATE deployments SET command = ?2 WHERE deployment_id = ?1";

    private final Transaction tx;
    private final long project;

    SqliteDeploymentStore(Transaction tx, long project) {
        this.tx = tx;
        this.project = project;
    }

    /// A deployment with what only this package looks at.
    ///
    /// @param process who runs it, as [RunningProcess] says it
    /// @param scratch where its files lie meanwhile
    /// @param command what it began last
    record Stored(Deployment deployment, long id, String process, String scratch, Optional<LeftCommand> command) {
        /// Whether the row says that it runs, and nobody does.
        boolean isAbandoned() {
            return deployment.state() == DeploymentState.RUNNING && !RunningProcess.isAlive(process);
        }

        /// Whether its program was killed, be that in the row already or not.
        boolean isKilled() {
            return isAbandoned() || deployment.state() == DeploymentState.INTERRUPTED;
        }

        /// Whether somebody may still need its files: the program that runs it, or what one that was killed has
        /// left.
        boolean needsFiles() {
            return RunningProcess.isAlive(process) || !left().isEmpty();
        }

        /// What still runs of one whose program was killed.
        List<Long> left() {
            return isKilled() ? command.map(LeftCommand::running).orElse(List.of()) : List.of();
        }
    }

    /// The newest first.
    List<Stored> all() {
        return tx.query(ALL).bind(1, project).list(SqliteDeploymentStore::stored);
    }

    /// Those of all projects whose files lie in a directory of that name.
    static List<Stored> in(Transaction tx, String directory) {
        return tx.query(EVERYWHERE).bind(1, directory).list(SqliteDeploymentStore::stored);
    }

    long next() {
        return tx.query(NEXT).bind(1, project).longValue();
    }

    /// Adds a deployment that begins now, and returns its id.
    long begin(Deployment deployment, String process, String scratch) {
        tx.update(BEGIN)
                .bind(1, project)
                .bind(2, deployment.number())
                .bind(3, deployment.target())
                .bind(4, deployment.kind())
                .bind(5, deployment.commit().bytes())
                .bind(6, deployment.ref())
                .bind(7, deployment.who())
                .bind(8, deployment.startedAt())
                .bind(9, process)
                .bind(10, scratch)
                .execute();
        return tx.lastInsertRowId();
    }

    /// Says what a deployment has begun.
    static void begin(Transaction tx, long id, LeftCommand command) {
        tx.update(BEGIN_COMMAND).bind(1, id).bind(2, command.write()).execute();
    }

    /// Keeps what a deployment that runs has said by now. False when it has ended.
    static boolean keep(Transaction tx, long id, String log) {
        return tx.update(KEEP).bind(1, id).bind(2, log).execute() > 0;
    }

    /// Says how a deployment ended. What has ended already stays as it is.
    static boolean end(Transaction tx, long id, Ending ending, Optional<Instant> at, String log) {
        return tx.update(END)
                        .bind(1, id)
                        .bind(2, ending.state().word())
                        .bind(3, ending.step().orElse(null))
                        .bind(4, ending.exitCode().orElse(null))
                        .bind(5, at.orElse(null))
                        .bind(6, log)
                        .execute()
                > 0;
    }

    private static Stored stored(Row row) {
        var deployment = new Deployment(
                row.longValue(1),
                row.text(2),
                row.text(3),
                GitId.ofBytes(row.bytes(4)),
                row.text(5),
                DeploymentState.of(row.text(6)),
                Optional.ofNullable(row.nullableText(7)),
                Optional.ofNullable(row.nullableLong(8)),
                row.text(9),
                row.instant(10),
                Optional.ofNullable(row.nullableInstant(11)),
                List.of(),
                row.text(12));
        return new Stored(
                deployment,
                row.longValue(13),
                row.text(14),
                row.text(15),
                Optional.ofNullable(row.nullableText(16)).map(LeftCommand::read));
    }
}
