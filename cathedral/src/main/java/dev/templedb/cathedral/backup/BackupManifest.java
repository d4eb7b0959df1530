package dev.templedb.cathedral.backup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a backup says of itself: the file `backup.json`.
///
/// @param format    `cathedral-backup`
/// @param version   1; a reader refuses a greater one
/// @param createdAt when the database was as it is in here, in UTC
/// @param schema    the last migration of the database
/// @param folder    where the files of the tables are
/// @param tables    in an order in which their rows can be added
/// @param objects   the list of the packs, one a line: SHA-256, length, key
/// @param audit     the last hash of the audit log: whoever keeps it elsewhere can prove what was in the backup
record BackupManifest(
        String format,
        int version,
        String createdAt,
        String schema,
        String folder,
        List<Table> tables,
        Objects objects,
        @Nullable String audit) {
    static final String FORMAT = "cathedral-backup";
    static final int VERSION = 1;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    BackupManifest {
        tables = List.copyOf(tables);
    }

    /// A table: a file `NAME.copy.gz` in the text format of `COPY`.
    ///
    /// @param bytes  of the file
    /// @param sha256 of the file
    record Table(String name, List<String> columns, long rows, long bytes, String sha256) {
        Table {
            columns = List.copyOf(columns);
        }

        String file() {
            return file(name);
        }

        /// The file of the table of a name.
        static String file(String name) {
            return name + ".copy.gz";
        }
    }

    /// The packs.
    ///
    /// @param bytes   of all packs
    /// @param sha256  of the list
    /// @param missing keys that storage did not have, or had damaged
    record Objects(long count, long bytes, String sha256, List<String> missing) {
        static final String FILE = "objects.txt";

        Objects {
            missing = List.copyOf(missing);
        }
    }

    byte[] write() {
        try {
            return (JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n")
                    .getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// @throws TempleException with `BACKUP_DAMAGED`, or `BACKUP_DIFFERS` for one of a newer form
    static BackupManifest read(byte[] bytes) {
        try {
            var tree = JSON.readTree(bytes);
            if (tree.path("version").asInt() > VERSION) {
                throw new TempleException(
                        ErrorCode.BACKUP_DIFFERS, "The backup was written by a newer version of CathedralDB.");
            }
            var manifest = JSON.treeToValue(tree, BackupManifest.class);
            if (manifest == null
                    || !FORMAT.equals(manifest.format())
                    || !manifest.folder().matches("data-[0-9a-f-]+")) {
                throw damaged("backup.json is not that of a backup", null);
            }
            for (var table : manifest.tables()) {
                if (!table.name().matches("[a-z_0-9]+")) {
                    throw damaged("backup.json names a table that there can not be", null);
                }
                Sha256.parse(table.sha256());
            }
            return manifest;
        } catch (java.io.IOException | IllegalArgumentException | NullPointerException malformed) {
            throw damaged("backup.json can not be read", malformed);
        }
    }

    static TempleException damaged(String why, @Nullable Exception cause) {
        return new TempleException(ErrorCode.BACKUP_DAMAGED, "The backup is damaged: %s.".formatted(why), cause);
    }
}
