package dev.templedb.temple.exchange;

import dev.templedb.packages.content.PackageLayout;
import dev.templedb.packages.disk.Existing;
import dev.templedb.temple.intake.PathFilter;
import dev.templedb.temple.signing.SigningKey;
import java.nio.file.Path;
import java.util.Optional;

/// What to export, and how.
///
/// @param slug     the project
/// @param output   a directory that exists, into which a package of the usual name goes, or the path of the package
/// itself
/// @param layout   how the package lies on disk
/// @param filter   paths to leave out; with [HistoryMode#FULL] it must be empty
/// @param history  how much history goes along
/// @param existing what to do with a package that is there already
/// @param version  of this program, for the manifest
/// @param secrets  what becomes of the secrets
/// @param key      signs the package, if one is to
/// @param facts    what the package says of the project besides what it says itself; with [HistoryMode#FULL] only
/// @param includesRows whether the rows of the project's databases go along
/// @param since    leaves out what this has already; with [HistoryMode#FULL] and [PackageLayout#FILE] only
public record ExportRequest(
        String slug,
        Path output,
        PackageLayout layout,
        PathFilter filter,
        HistoryMode history,
        Existing existing,
        String version,
        PackagedSecrets secrets,
        Optional<SigningKey> key,
        PackagedFacts facts,
        boolean includesRows,
        Optional<Since> since) {
    /// @param base    a package, the content root of an earlier state, a tag, branch or commit
    /// @param scratch where a tar may be unpacked
    public record Since(String base, Path scratch) {}

    /// A package that says of the project what the project says.
    public ExportRequest(
            String slug,
            Path output,
            PackageLayout layout,
            PathFilter filter,
            HistoryMode history,
            Existing existing,
            String version,
            PackagedSecrets secrets,
            Optional<SigningKey> key,
            Optional<Since> since) {
        this(slug, output, layout, filter, history, existing, version, secrets, key, PackagedFacts.NONE, false, since);
    }

    /// A whole package without a signature.
    public ExportRequest(
            String slug,
            Path output,
            PackageLayout layout,
            PathFilter filter,
            HistoryMode history,
            Existing existing,
            String version,
            PackagedSecrets secrets) {
        this(slug, output, layout, filter, history, existing, version, secrets, Optional.empty(), Optional.empty());
    }

    /// A whole package without a signature and without secrets.
    public ExportRequest(
            String slug,
            Path output,
            PackageLayout layout,
            PathFilter filter,
            HistoryMode history,
            Existing existing,
            String version) {
        this(
                slug,
                output,
                layout,
                filter,
                history,
                existing,
                version,
                PackagedSecrets.NONE,
                Optional.empty(),
                Optional.empty());
    }

    /// The same, with the rows of the project's databases.
    public ExportRequest withRows(boolean included) {
        return new ExportRequest(
                slug, output, layout, filter, history, existing, version, secrets, key, facts, included, since);
    }

    public ExportRequest {
        if (history == HistoryMode.FULL && !filter.isEmpty()) {
            throw new IllegalArgumentException("excluded paths change the history");
        }
    }
}
