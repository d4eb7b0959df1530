package dev.templedb.temple.query;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.Progress;
import dev.templedb.core.Sha256;
import dev.templedb.core.Slug;
import dev.templedb.core.TempleException;
import dev.templedb.packages.Packages;
import dev.templedb.packages.content.OpenOptions;
import dev.templedb.packages.content.OpenPackage;
import dev.templedb.packages.content.PackageChecker;
import dev.templedb.packages.content.PackageLayout;
import dev.templedb.packages.content.Salvage;
import dev.templedb.packages.disk.Existing;
import dev.templedb.temple.Temple;
import dev.templedb.temple.exchange.DiffReport;
import dev.templedb.temple.exchange.ExportRequest;
import dev.templedb.temple.exchange.HistoryMode;
import dev.templedb.temple.exchange.PackageDiff;
import dev.templedb.temple.exchange.PackageExport;
import dev.templedb.temple.exchange.PackageImport;
import dev.templedb.temple.exchange.PackageImportRequest;
import dev.templedb.temple.exchange.PackagedSecrets;
import dev.templedb.temple.intake.PathFilter;
import dev.templedb.temple.secrets.KeyRing;
import dev.templedb.temple.secrets.Secrets;
import dev.templedb.temple.signing.PackageSigner;
import dev.templedb.temple.signing.SignatureReader;
import dev.templedb.temple.signing.SigningKey;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Exports, imports, proves and compares packages, in the words of the command line.
public final class PackageDesk {
    private static final int THREADS = 2;

    private final Path scratch;
    private final Progress progress;

    /// @param scratch where tars may be unpacked for a while
    public PackageDesk(Path scratch, Progress progress) {
        this.scratch = scratch;
        this.progress = progress;
    }

    /// What to export, and how.
    ///
    /// @param output    a directory that exists, or the path of the package itself
    /// @param layout    `file`, `directory` or `tar.zst`
    /// @param excludes  globs of paths to leave out; they imply that history is left out too, unless it is
    /// rewritten
    /// @param noHistory leave all history out
    /// @param rewrite   keep the history, without the excluded paths and so with new ids
    /// @param overwrite replace a package that is there already
    /// @param version   of this program
    /// @param secrets   what becomes of the secrets
    /// @param includesRows whether the rows of its databases go along
    /// @param key       signs the package, if one is to
    /// @param since     leaves out what this has already: a package, a content root, a tag, branch or commit
    public record Export(
            String slug,
            Path output,
            String layout,
            List<String> excludes,
            boolean noHistory,
            boolean rewrite,
            boolean overwrite,
            String version,
            PackagedSecrets secrets,
            boolean includesRows,
            Optional<SigningKey> key,
            Optional<String> since) {
        public Export {
            excludes = List.copyOf(excludes);
        }

        /// How much history goes along: `full`, `no-history` or `rewrite-history`.
        public HistoryMode history() {
            if (rewrite) {
                return HistoryMode.REWRITTEN;
            }
            return noHistory || !excludes.isEmpty() ? HistoryMode.NONE : HistoryMode.FULL;
        }
    }

    /// A package that was written.
    ///
    /// @param history how much history went along: `full`, `no-history` or `rewrite-history`
    public record Exported(
            String slug,
            Path path,
            String layout,
            String history,
            Sha256 contentRoot,
            long files,
            long objects,
            long packageBytes,
            long rawBytes,
            List<String> secrets,
            List<String> notices) {
        public Exported {
            secrets = List.copyOf(secrets);
            notices = List.copyOf(notices);
        }
    }

    /// A package that was taken in, or would be.
    public record Imported(
            String slug,
            String layout,
            @Nullable Sha256 contentRoot,
            String outcome,
            long newCommits,
            long commits,
            long branches,
            long files,
            long objects,
            long newObjects,
            boolean replaced,
            boolean dryRun,
            List<LeftOut> leftOut,
            List<String> notices) {
        public Imported {
            leftOut = List.copyOf(leftOut);
            notices = List.copyOf(notices);
        }
    }

    /// Something that a partial reading left out.
    public record LeftOut(String what, String reason) {}

    /// What a package says about itself. Counts are null when it does not say.
    ///
    /// @param formatVersion of the package, such as `2.0.0`
    /// @param checksum      one hash over all entries, as the manifest gives it
    /// @param signature     `none`, `not checked` when it carries one, and once it was checked `trusted` or
    /// `unknown`
    /// @param base          what an incremental package builds on, or null for a whole one
    /// @param signedBy      who signed, or null when nobody did or nothing was checked
    /// @param signedAs      the project and the version that they have named; null when they signed the content
    /// alone
    public record PackageFacts(
            Path path,
            String layout,
            String formatVersion,
            String slug,
            @Nullable String name,
            @Nullable String description,
            @Nullable String visibility,
            @Nullable String license,
            @Nullable String createdAt,
            @Nullable String createdBy,
            @Nullable Long files,
            @Nullable Long commits,
            @Nullable Long branches,
            long refs,
            long objects,
            long packageBytes,
            long rawBytes,
            @Nullable String checksum,
            Sha256 contentRoot,
            String signature,
            @Nullable String signedBy,
            @Nullable String signedAs,
            @Nullable String base,
            List<String> notices) {
        public PackageFacts {
            notices = List.copyOf(notices);
        }

        PackageFacts with(SignatureReader.Signers signers) {
            var all = new ArrayList<>(notices);
            all.addAll(signers.notes());
            return new PackageFacts(
                    path,
                    layout,
                    formatVersion,
                    slug,
                    name,
                    description,
                    visibility,
                    license,
                    createdAt,
                    createdBy,
                    files,
                    commits,
                    branches,
                    refs,
                    objects,
                    packageBytes,
                    rawBytes,
                    checksum,
                    contentRoot,
                    signers.word(),
                    signers.signer().isEmpty() ? null : signers.signer(),
                    signers.signedAs().orElse(null),
                    base,
                    all);
        }
    }

    /// Writes a project as a package.
    public Exported export(Temple temple, Export request) {
        var report = new PackageExport(temple)
                .run(
                        new ExportRequest(
                                        request.slug(),
                                        request.output(),
                                        layout(request.layout()),
                                        new PathFilter(request.excludes()),
                                        request.history(),
                                        request.overwrite() ? Existing.REPLACE : Existing.REFUSE,
                                        request.version(),
                                        request.secrets(),
                                        request.key(),
                                        request.since().map(base -> new ExportRequest.Since(base, scratch)))
                                .withRows(request.includesRows()),
                        progress);
        return new Exported(
                report.slug(),
                report.path(),
                report.layout().word(),
                request.history().word(),
                report.contentRoot(),
                report.files(),
                report.objects(),
                report.packageBytes(),
                report.rawBytes(),
                report.secrets(),
                report.notices());
    }

    /// Takes a package in.
    ///
    /// @param slug      the project's slug; by default the one that the package names
    /// @param overwrite replace a project of that slug
    /// @param partial   take what can be taken
    /// @param dryRun    write nothing
    /// @param opening   keys that have to open the secrets of the package, which the user's own keys open too from
    /// then on; without them the secrets stay as they are
    public Imported importFrom(
            Temple temple,
            Path path,
            Optional<Slug> slug,
            boolean overwrite,
            boolean partial,
            boolean dryRun,
            Optional<KeyRing> opening) {
        var secrets = new Secrets(temple);
        var report = new PackageImport(temple)
                .run(
                        new PackageImportRequest(path, slug, overwrite, partial, dryRun, scratch),
                        progress,
                        (tx, imported) -> opening.ifPresent(keys -> secrets.takeOver(tx, imported, keys)));
        var leftOut = new ArrayList<LeftOut>();
        report.leftOut().forEach(left -> leftOut.add(new LeftOut(left.what(), left.reason())));
        return new Imported(
                report.slug(),
                report.layout().word(),
                report.contentRoot().orElse(null),
                report.outcome().word(),
                report.newCommits(),
                report.commits(),
                report.branches(),
                report.files(),
                report.objects(),
                report.newObjects(),
                report.replaced(),
                report.dryRun(),
                leftOut,
                report.notices());
    }

    /// Reads what a package says about itself, without its content.
    public PackageFacts inspect(Path path) {
        try (var opened = open(path)) {
            return facts(path, opened);
        }
    }

    /// Reads and hashes every byte of a package.
    ///
    /// @throws TempleException with the first problem; where it is damage, the message names all damaged parts
    public PackageFacts check(Path path) {
        try (var opened = open(path)) {
            PackageChecker.check(opened);
            return facts(path, opened);
        } catch (TempleException first) {
            throw Salvage.isDamage(first) ? withAllDamage(path, first) : first;
        }
    }

    /// A directory names all of its damaged parts when it is opened, a single file only the first.
    private TempleException withAllDamage(Path path, TempleException first) {
        if (Packages.layout(path) != PackageLayout.FILE) {
            return first;
        }
        try (var opened =
                Packages.open(path, OpenOptions.strict(scratch, progress).asPartial())) {
            return PackageChecker.damage(opened).withFirst(first);
        } catch (TempleException notReadable) {
            return first;
        }
    }

    /// Proves that a package holds exactly what its state names, and says who signed it.
    public PackageFacts verify(Path path, SignatureReader signatures) {
        try (var opened = open(path)) {
            var signers = signatures.read(opened);
            PackageChecker.verify(opened, THREADS, progress);
            return facts(path, opened).with(signers);
        }
    }

    /// Signs a package where it lies.
    public PackageSigner.Signed sign(Path path, SigningKey key, Instant now) {
        return new PackageSigner(OpenOptions.strict(scratch, progress), now).sign(path, key);
    }

    /// Compares two sides, each a slug or the path of a package.
    public DiffReport diff(Temple temple, PackageDiff.Side left, PackageDiff.Side right) {
        return new PackageDiff(temple, OpenOptions.strict(scratch, progress)).run(left, right);
    }

    /// The word is one of `file`, `directory`, `tar.zst`.
    public static String requireLayout(String word) {
        return layout(word).word();
    }

    private OpenPackage open(Path path) {
        return Packages.open(path, OpenOptions.strict(scratch, progress));
    }

    private static PackageLayout layout(String word) {
        for (var layout : PackageLayout.values()) {
            if (layout.word().equals(word) && layout != PackageLayout.TAR_GZ) {
                return layout;
            }
        }
        throw new TempleException(
                ErrorCode.USAGE,
                "\"%s\" is not a layout; use file, directory or tar.zst.".formatted(Printable.text(word)));
    }

    private static PackageFacts facts(Path path, OpenPackage opened) {
        var manifest = opened.manifest();
        var project = manifest.object("project");
        var contents = manifest.object("contents");
        var state = opened.state();
        boolean isSigned = manifest.members().containsKey("signature")
                        && !manifest.object("signature").members().isEmpty()
                || !manifest.list("signed_versions").isEmpty();
        return new PackageFacts(
                path,
                opened.layout().word(),
                manifest.text("version").orElse("unknown"),
                project.text("slug").or(() -> opened.project().text("slug")).orElse("unknown"),
                project.text("name").or(() -> opened.project().text("name")).orElse(null),
                opened.project().text("description").orElse(null),
                project.text("visibility").orElse(null),
                project.text("license").orElse(null),
                manifest.text("created_at").orElse(null),
                manifest.text("created_by").orElse(null),
                contents.whole("files").orElse(null),
                contents.whole("commits").orElse(null),
                contents.whole("branches").orElse(null),
                state.refs().size(),
                state.objects().count(),
                opened.packageBytes(),
                opened.rawBytes(),
                manifest.object("checksums").text("sha256").orElse(null),
                state.root(),
                isSigned ? "not checked" : "none",
                null,
                null,
                opened.base().map(Object::toString).orElse(null),
                opened.notices());
    }
}
