package dev.templedb.temple.signing;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import dev.templedb.core.VersionName;
import dev.templedb.packages.signatures.InvalidSignature;
import dev.templedb.packages.signatures.PackageSignature;
import dev.templedb.packages.signatures.SignedVersion;
import dev.templedb.sqlite.Transaction;
import java.util.ArrayList;
import java.util.List;

/// The signatures over states of one project, inside one transaction.
public final class SqliteSignatureStore {
    private static final String FORGET = "DELETE FROM state_signatures WHERE project_id = ?1 AND root = ?2";
    private static final String ADD = """
            INSERT INTO state_signatures (project_id, root, position, armored)
            VALUES (?1, ?2, ?3, ?4)
            """;
    private static final String OF = """
            SELECT armored FROM state_signatures
             WHERE project_id = ?1 AND root = ?2
             ORDER BY position
            """;
    private static final String ANY = """
            SELECT 1 FROM state_signatures WHERE project_id = ?1
             UNION ALL
            SELECT 1 FROM version_signatures WHERE project_id = ?1
            """;
    private static final String FORGET_VERSIONS = "DELETE FROM version_signatures WHERE project_id = ?1 AND root = ?2";
    private static final String ADD_VERSION = """
            INSERT INTO version_signatures (project_id, root, position, project, version, armored)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6)
            """;
    private static final String VERSIONS = """
            SELECT project, version, armored FROM version_signatures
             WHERE project_id = ?1 AND root = ?2
             ORDER BY position
            """;

    private final Transaction tx;
    private final long project;

    /// The signatures of a project as `tx` sees them.
    public SqliteSignatureStore(Transaction tx, long project) {
        this.tx = tx;
        this.project = project;
    }

    /// Keeps `signatures` as those of the state `root`.
    public void replace(Sha256 root, List<PackageSignature> signatures) {
        tx.update(FORGET).bind(1, project).bind(2, root.bytes()).execute();
        for (int position = 0; position < signatures.size(); position++) {
            tx.update(ADD)
                    .bind(1, project)
                    .bind(2, root.bytes())
                    .bind(3, position)
                    .bind(4, signatures.get(position).armored())
                    .execute();
        }
    }

    /// The signatures of the state `root`, in their order.
    ///
    /// @throws TempleException with `TEMPLE_CORRUPT` when one is damaged
    public List<PackageSignature> of(Sha256 root) {
        return tx.query(OF).bind(1, project).bind(2, root.bytes()).list(row -> read(row.text(1)));
    }

    /// Keeps signatures of versions under which the state `root` was published, besides those that are kept: the
    /// newest
    /// of one version by one key, and no more than a package may have.
    public void add(Sha256 root, List<SignedVersion> more) {
        if (more.isEmpty()) {
            return;
        }
        var all = new ArrayList<>(versions(root));
        for (var one : more) {
            all.removeIf(one::isLike);
            all.add(one);
        }
        var kept = all.subList(Math.max(0, all.size() - SignedVersion.MOST), all.size());
        tx.update(FORGET_VERSIONS).bind(1, project).bind(2, root.bytes()).execute();
        for (int position = 0; position < kept.size(); position++) {
            tx.update(ADD_VERSION)
                    .bind(1, project)
                    .bind(2, root.bytes())
                    .bind(3, position)
                    .bind(4, kept.get(position).project())
                    .bind(5, kept.get(position).version().text())
                    .bind(6, kept.get(position).signature().armored())
                    .execute();
        }
    }

    /// The signatures of versions under which the state `root` was published, in their order.
    ///
    /// @throws TempleException with `TEMPLE_CORRUPT` when one is damaged
    public List<SignedVersion> versions(Sha256 root) {
        return tx.query(VERSIONS)
                .bind(1, project)
                .bind(2, root.bytes())
                .list(row -> new SignedVersion(row.text(1), new VersionName(row.text(2)), read(row.text(3))));
    }

    private static PackageSignature read(String armored) {
        try {
            return PackageSignature.read(armored);
        } catch (InvalidSignature damaged) {
            throw new TempleException(
                    ErrorCode.TEMPLE_CORRUPT,
                    "A signature in the temple is damaged: %s.".formatted(damaged.getMessage()),
                    damaged);
        }
    }

    /// Whether any state of the project has signatures.
    public boolean hasAny() {
        return tx.query(ANY).bind(1, project).exists();
    }
}
