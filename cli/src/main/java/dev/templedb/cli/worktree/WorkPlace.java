package dev.templedb.cli.worktree;

import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.temple.Temple;
import dev.templedb.temple.history.FilePath;
import dev.templedb.temple.projects.Project;
import dev.templedb.temple.projects.Projects;
import dev.templedb.temple.worktree.Checkout;
import dev.templedb.temple.worktree.Checkouts;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Which project and which of its directories a command works on: the one that the current directory lies in, or what
/// `--project` names.
public final class WorkPlace {
    private final Value<@Nullable String> given;

    /// Adds the option `--project` to a command.
    public WorkPlace(Usage usage) {
        given = usage.option(
                "--project",
                "SLUG|DIR",
                "Work on this project instead of the one that the current directory was checked out of; with a `/` in it, in"
                        + " that directory.");
    }

    /// The directory to work in.
    public Checkout checkout(Temple temple) {
        return checkout(temple, given.get());
    }

    /// The directory to work in.
    ///
    /// @param named what the command line says; null: the current directory
    public static Checkout checkout(Temple temple, @Nullable String named) {
        if (named == null || isPath(named)) {
            return new Checkouts(temple).find(named == null ? Path.of("") : Path.of(named));
        }
        var project = new Projects(temple).require(named);
        var here = here(temple);
        return here.filter(checkout -> checkout.project() == project.id())
                .orElseGet(() -> new Checkouts(temple).only(project));
    }

    /// The project to work on, with the directory when the command was given in one, or one was named.
    public At at(Temple temple) {
        return at(temple, given.get());
    }

    /// The project to work on.
    ///
    /// @param named what the command line says; null: the current directory's
    public static At at(Temple temple, @Nullable String named) {
        if (named == null || isPath(named)) {
            var checkout = checkout(temple, named);
            return new At(new Projects(temple).require(checkout.slug()), Optional.of(checkout));
        }
        var project = new Projects(temple).require(named);
        return new At(project, here(temple).filter(checkout -> checkout.project() == project.id()));
    }

    /// A project, and the directory of it that the command works in.
    public record At(Project project, Optional<Checkout> checkout) {
        /// What `ref` means here: `HEAD` is the directory's.
        public String ref(@Nullable String ref) {
            var text = ref == null ? "HEAD" : ref;
            return checkout.map(place -> place.expand(text)).orElse(text);
        }

        /// A file of the project, as it is spelled from here.
        public FilePath path(String spelled) {
            return checkout.map(place -> WorkPlace.path(place, spelled)).orElseGet(() -> FilePath.named(spelled));
        }
    }

    private static Optional<Checkout> here(Temple temple) {
        if (!Checkouts.isMarked(Path.of(""))) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Checkouts(temple).find(Path.of("")));
        } catch (TempleException unusable) {
            return Optional.empty();
        }
    }

    /// As everywhere: a project's slug has no slash in it and does not begin with a dot or `~`.
    private static boolean isPath(String named) {
        return named.indexOf('/') >= 0 || named.startsWith(".") || named.startsWith("~");
    }

    /// A path of the project, as it is spelled from the current directory when that lies in `checkout`.
    ///
    /// @throws TempleException with `USAGE` when it lies outside
    public static FilePath path(Checkout checkout, String spelled) {
        var current = Path.of("").toAbsolutePath().normalize();
        var root = checkout.directory();
        var base = current.startsWith(root) ? current : root;
        var absolute = base.resolve(spelled).normalize();
        if (!absolute.startsWith(root)) {
            throw new TempleException(
                    ErrorCode.USAGE,
                    "%s lies outside of the checked-out directory."
                            .formatted(dev.templedb.core.Printable.text(spelled)));
        }
        return checkout.path(absolute);
    }
}
