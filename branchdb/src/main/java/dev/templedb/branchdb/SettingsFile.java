package dev.templedb.branchdb;

import dev.templedb.branchdb.catalog.OwnFiles;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import dev.templedb.packages.disk.AtomicFile;
import dev.templedb.packages.disk.Existing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `config.toml`. Of TOML it understands the two lines that it writes, which stand before the first `[section]`; all
/// others stay as they are.
final class SettingsFile {
    private static final String DATABASE = "active_database";
    private static final String BRANCH = "active_branch";
    private static final int MOST_BYTES = 1 << 16;
    private static final Pattern LINE =
            Pattern.compile("\\s*(" + DATABASE + "|" + BRANCH + ")\\s*=\\s*(?:\"([^\"]*)\")?\\s*(.*)");

    private final Path file;

    SettingsFile(Path file) {
        this.file = file;
    }

    ActiveBranch read() {
        var active = ActiveBranch.DEFAULT;
        for (var line : lines()) {
            if (line.strip().startsWith("[")) {
                break;
            }
            var known = LINE.matcher(line);
            if (known.matches()) {
                active = apply(active, known);
            }
        }
        return active;
    }

    private ActiveBranch apply(ActiveBranch active, Matcher line) {
        String value = line.group(2);
        String rest = line.group(3);
        if (value == null || !(rest.isEmpty() || rest.startsWith("#"))) {
            throw new TempleException(
                    ErrorCode.DATABASE_NAME_INVALID,
                    "The line of %s in config.toml has no name in double quotes.".formatted(line.group(1)));
        }
        return line.group(1).equals(DATABASE)
                ? new ActiveBranch(value, active.branch())
                : new ActiveBranch(active.database(), value);
    }

    void write(ActiveBranch active) {
        var lines = new ArrayList<String>();
        lines.add("%s = \"%s\"".formatted(DATABASE, active.database()));
        lines.add("%s = \"%s\"".formatted(BRANCH, active.branch()));
        boolean isTop = true;
        for (var line : lines()) {
            isTop &= !line.strip().startsWith("[");
            if (!isTop || !LINE.matcher(line).matches()) {
                lines.add(line);
            }
        }
        var text = String.join("\n", lines) + "\n";
        try (var output = AtomicFile.begin(file, Existing.REPLACE)) {
            output.channel().write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            output.commit();
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private List<String> lines() {
        OwnFiles.requireFile(file);
        try (var input = Files.newInputStream(file)) {
            var bytes = input.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new TempleException(
                        ErrorCode.DATABASES_FOREIGN,
                        "%s has more than %d bytes.".formatted(Printable.text(file.toString()), MOST_BYTES));
            }
            return new String(bytes, StandardCharsets.UTF_8).lines().toList();
        } catch (NoSuchFileException nothingWasChosenYet) {
            return List.of();
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private static TempleException unwritable(IOException e) {
        return new TempleException(
                ErrorCode.DATABASE_UNWRITABLE, "The settings in config.toml cannot be read or written: " + e + ".", e);
    }
}
