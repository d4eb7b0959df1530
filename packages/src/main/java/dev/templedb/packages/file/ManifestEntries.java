package dev.templedb.packages.file;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import dev.templedb.packages.json.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/// The entries of a package, each with its line in the manifest: the manifest lists exactly the entries behind it.
final class ManifestEntries {
    /// An entry and what the manifest says of it.
    record Listed(ZipEntry entry, FileManifest.Line line) {}

    private final List<ZipEntry> entries;
    private final List<FileManifest.Line> lines;
    private final List<String> notices = new ArrayList<>();

    private ManifestEntries(List<ZipEntry> entries, List<FileManifest.Line> lines) {
        this.entries = entries;
        this.lines = lines;
    }

    /// Compares the entries found in the file, the manifest first, with what the manifest says.
    ///
    /// @param partial whether entries at the end may be cut off
    /// @throws TempleException when they are not the same, or not in the one order of the format
    static ManifestEntries read(List<ZipEntry> entries, Json.Obj manifest, long fileBytes, boolean partial) {
        var version = FormatVersion.readable(manifest);
        var lines = lines(manifest);
        var read = new ManifestEntries(partial ? withCutOff(entries, lines, fileBytes) : entries, lines);
        read.requireSameNames(version);
        read.requireSameLengths();
        read.requireOrder();
        read.requireChecksum(manifest);
        return read;
    }

    /// The entries with those that a file which was cut off should have behind its end, where nothing can be read.
    private static List<ZipEntry> withCutOff(List<ZipEntry> entries, List<FileManifest.Line> lines, long fileBytes) {
        var all = new ArrayList<>(entries);
        for (var line : lines.subList(Math.min(lines.size(), entries.size() - 1), lines.size())) {
            ZipEntry.requireSafe(line.name());
            all.add(new ZipEntry(line.name(), line.bytes(), 0, fileBytes));
        }
        return all;
    }

    private static List<FileManifest.Line> lines(Json.Obj manifest) {
        try {
            return FileManifest.lines(manifest);
        } catch (IllegalArgumentException wrong) {
            throw malformed("The manifest's list of entries is not valid: %s.".formatted(wrong.getMessage()));
        }
    }

    /// The entry `name`, which every package has.
    Listed get(String name) {
        return all().stream()
                .filter(one -> one.entry().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /// The entries that hold frames.
    List<Listed> frames() {
        return all().stream()
                .filter(one -> EntryNames.isFrames(one.entry().name()))
                .toList();
    }

    /// All entries but the manifest.
    List<Listed> all() {
        var all = new ArrayList<Listed>();
        for (int i = 0; i < lines.size(); i++) {
            all.add(new Listed(entries.get(i + 1), lines.get(i)));
        }
        return all;
    }

    /// Entries of a newer minor version, which are not known here.
    List<Listed> unknown() {
        return all().stream()
                .filter(one -> !EntryNames.isKnown(one.entry().name()))
                .toList();
    }

    /// What a person should know of entries that are not known here.
    List<String> notices() {
        return notices;
    }

    private void requireSameNames(FormatVersion version) {
        var present = entries.stream().skip(1).map(ZipEntry::name).toList();
        var listed = lines.stream().map(FileManifest.Line::name).toList();
        var presentNames = new HashSet<>(present);
        var listedNames = new HashSet<>(listed);
        for (var name : listed) {
            if (!presentNames.contains(name)) {
                throw new TempleException(
                        ErrorCode.PACKAGE_ENTRY_MISSING, "Entry %s is missing.".formatted(Printable.text(name)));
            }
        }
        for (var name : present) {
            if (!listedNames.contains(name) || !EntryNames.isKnown(name) && !version.isNewer()) {
                throw new TempleException(
                        ErrorCode.PACKAGE_ENTRY_UNEXPECTED, "Entry %s does not belong here.".formatted(name));
            }
            if (!EntryNames.isKnown(name)) {
                notices.add("Entry %s is of a newer format; it is kept as it is for the next export.".formatted(name));
            }
        }
        if (!present.equals(listed)) {
            throw malformed("The entries are not in the order of the manifest.");
        }
    }

    private void requireSameLengths() {
        for (var one : all()) {
            if (one.line().bytes() != one.entry().bytes()) {
                throw EntryReader.mismatch(one.entry());
            }
        }
    }

    private void requireChecksum(Json.Obj manifest) {
        if (!FileManifest.checksums(lines)
                .text("sha256")
                .equals(manifest.object("checksums").text("sha256"))) {
            throw new TempleException(
                    ErrorCode.PACKAGE_DIGEST_MISMATCH, "The manifest's checksum is not that of its entries.");
        }
    }

    /// The entries that we know stand in their one order.
    private void requireOrder() {
        var expected = new ArrayList<String>(List.of(
                EntryNames.MANIFEST, EntryNames.STATE, EntryNames.PROJECT, EntryNames.STATISTICS, EntryNames.TAGS));
        var known =
                entries.stream().map(ZipEntry::name).filter(EntryNames::isKnown).toList();
        if (known.contains(EntryNames.README)) {
            expected.add(EntryNames.README);
        }
        expected.add(EntryNames.INDEX);
        for (int part = 1; expected.size() < known.size(); part++) {
            expected.add(EntryNames.frames(part));
        }
        for (var name : expected) {
            if (!known.contains(name)) {
                throw new TempleException(ErrorCode.PACKAGE_ENTRY_MISSING, "Entry %s is missing.".formatted(name));
            }
        }
        if (!known.equals(expected)) {
            throw malformed("The entries are not in the order that the format has.");
        }
    }

    private static TempleException malformed(String message) {
        return new TempleException(ErrorCode.PACKAGE_MALFORMED, message);
    }
}
