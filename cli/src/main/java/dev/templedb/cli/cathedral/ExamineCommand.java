package dev.templedb.cli.cathedral;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Format;
import dev.templedb.cli.terminal.Quantities;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.Printable;
import dev.templedb.temple.query.PackageDesk;
import dev.templedb.temple.query.PackageDesk.PackageFacts;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// `templedb cathedral inspect PATH`, `… check PATH` and `… verify PATH`: the same answer, more and more proved.
public final class ExamineCommand implements Command {
    /// How much is proved.
    public enum Depth {
        /// Nothing: the package is believed.
        INSPECT,
        /// That every byte is as it was written.
        CHECK,
        /// That the content is exactly what the package's state names.
        VERIFY
    }

    private final Value<String> path;
    private final @Nullable TrustOptions trust;
    private final Depth depth;
    private final Temples temples;
    private final Terminal terminal;

    public ExamineCommand(Usage usage, Depth depth, Temples temples, Terminal terminal) {
        usage.says(
                        switch (depth) {
                            case INSPECT -> "Reads only what the package says about itself.";
                            case CHECK -> "Reads every byte once and compares it with the hashes of the package.";
                            case VERIFY ->
                                "Unpacks every object, names it anew, and follows the history from its refs: the"
                                        + " content is exactly what the package's state names, nothing more or less."
                                        + " Says who signed it: trusted, when a file of yours has the key, or unknown.";
                        })
                .example("templedb " + usage.name() + " web-app.cathedral")
                .example("templedb " + usage.name() + " web-app.cathedral --format json")
                .exits(ExitCode.USAGE, "the file is no package, or of a version that is too new")
                .exits(ExitCode.NOT_FOUND, "there is no such package")
                .exits(
                        ExitCode.REFUSED,
                        depth == Depth.VERIFY
                                ? "the package is damaged or not safe, or a signature does not hold or is missing"
                                : "the package is damaged or not safe")
                .exits(ExitCode.UNAVAILABLE, "the address cannot be reached");
        path = usage.parameter("PATH|URL", "A package in any layout, on this machine or at an https address.");
        trust = depth == Depth.VERIFY ? new TrustOptions(usage) : null;
        this.depth = depth;
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        var desk = new PackageDesk(temples.scratch(), terminal.progress());
        var facts = PackageLocation.read(path.get(), temples.scratch(), terminal.progress(), file -> switch (depth) {
            case INSPECT -> desk.inspect(file);
            case CHECK -> desk.check(file);
            case VERIFY ->
                desk.verify(
                        file,
                        Objects.requireNonNull(trust).reader(temples.clock().instant()));
        });
        if (terminal.format() == Format.TABLE) {
            if (depth != Depth.INSPECT) {
                terminal.print(
                        depth == Depth.CHECK
                                ? "The package is as it was written.\n\n"
                                : "Package integrity verified.\n\n");
            }
            facts.notices().forEach(notice -> terminal.note(Printable.text(notice)));
        }
        terminal.show(terminal.format() == Format.TABLE ? lines(facts) : details(facts));
        return ExitCode.OK;
    }

    /// The words in which the founding documents show a package, and more.
    private static Details lines(PackageFacts facts) {
        var name = facts.name();
        return new Details()
                .with("Project", name == null || name.equals(facts.slug()) ? facts.slug() : facts.slug() + " - " + name)
                .with("Description", facts.description())
                .with("Version", facts.formatVersion())
                .with("Created", facts.createdAt())
                .with("Created by", facts.createdBy())
                .with("Visibility", facts.visibility())
                .with("License", facts.license())
                .with("Files", facts.files())
                .with("Commits", facts.commits())
                .with("Branches", facts.branches())
                .with("Refs", facts.refs())
                .with("Objects", facts.objects())
                .with("Size", Quantities.bytes(facts.packageBytes()))
                .with("Unpacked size", Quantities.bytes(facts.rawBytes()))
                .with("Checksum", facts.checksum())
                .with("Content root", facts.contentRoot())
                .with("Signature", facts.signature())
                .with("Signer", facts.signedBy())
                .with("Signed as", facts.signedAs())
                .with("Base", facts.base())
                .with("Layout", facts.layout())
                .with("Path", facts.path());
    }

    private Details details(PackageFacts facts) {
        return new Details()
                .with("path", facts.path())
                .with("layout", facts.layout())
                .with("format_version", facts.formatVersion())
                .with("slug", facts.slug())
                .with("name", facts.name())
                .with("description", facts.description())
                .with("visibility", facts.visibility())
                .with("license", facts.license())
                .with("created_at", facts.createdAt())
                .with("created_by", facts.createdBy())
                .with("files", facts.files())
                .with("commits", facts.commits())
                .with("branches", facts.branches())
                .with("refs", facts.refs())
                .with("objects", facts.objects())
                .with("package_bytes", facts.packageBytes())
                .with("raw_bytes", facts.rawBytes())
                .with("checksum", facts.checksum())
                .with("content_root", facts.contentRoot())
                .with("signature", facts.signature())
                .with("signer", facts.signedBy())
                .with("signed_as", facts.signedAs())
                .with("base", facts.base());
    }
}
