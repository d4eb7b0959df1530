package dev.templedb.cli.projects;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Column;
import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Listing;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.temple.Temple;
import dev.templedb.temple.projects.Project;
import dev.templedb.temple.projects.ProjectDraft;
import dev.templedb.temple.projects.Projects;
import dev.templedb.temple.projects.TagUse;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// `templedb project tag add|remove|list`
public final class ProjectTagCommand {
    private ProjectTagCommand() {}

    /// `templedb project tag add SLUG TAG...`
    public static final class Add implements Command {
        private final Change change;

        public Add(Usage usage, Temples temples, Terminal terminal) {
            usage.example("templedb project tag add web-app shop frontend");
            change = new Change(usage, temples, terminal);
        }

        @Override
        public int run() {
            return change.run("project tag add", ProjectDraft::addTag);
        }
    }

    /// `templedb project tag remove SLUG TAG...`
    public static final class Remove implements Command {
        private final Change change;

        public Remove(Usage usage, Temples temples, Terminal terminal) {
            usage.example("templedb project tag remove web-app frontend");
            change = new Change(usage, temples, terminal);
        }

        @Override
        public int run() {
            return change.run("project tag remove", ProjectDraft::removeTag);
        }
    }

    /// What both have in common.
    private static final class Change {
        private final Value<String> slug;
        private final Value<String[]> tags;
        private final Temples temples;
        private final Terminal terminal;

        Change(Usage usage, Temples temples, Terminal terminal) {
            usage.exits(ExitCode.USAGE, "a tag is not allowed")
                    .exits(ExitCode.NOT_FOUND, "there is no such project or no temple");
            slug = usage.parameter("SLUG", "Slug of a local project.");
            tags = usage.remainingParameters("TAG", "One word, without regard to case.");
            this.temples = temples;
            this.terminal = terminal;
        }

        int run(String action, BiConsumer<ProjectDraft, String> each) {
            var words = List.of(tags.get());
            if (words.isEmpty()) {
                throw new TempleException(ErrorCode.USAGE, "TAG is missing.");
            }
            var project = temples.inExisting(temple -> new Projects(temple)
                    .edit(action, slug.get(), draft -> words.forEach(word -> each.accept(draft, word))));
            return say(project);
        }

        private int say(Project project) {
            var all = List.copyOf(project.fields().tags());
            terminal.say(
                    new Details().with("slug", project.slug().text()).with("tags", all),
                    all.isEmpty()
                            ? "Project %s has no tags.".formatted(project.slug())
                            : "Tags of %s: %s.".formatted(project.slug(), String.join(", ", all)));
            return ExitCode.OK;
        }
    }

    /// `templedb project tag list [SLUG]`
    public static final class ListAll implements Command {
        private final Value<@Nullable String> slug;
        private final Temples temples;
        private final Terminal terminal;

        public ListAll(Usage usage, Temples temples, Terminal terminal) {
            usage.example("templedb project tag list")
                    .example("templedb project tag list web-app")
                    .exits(ExitCode.USAGE, "")
                    .exits(ExitCode.NOT_FOUND, "there is no such project or no temple");
            slug = usage.optionalParameter("SLUG", "Only the tags of this project; all tags in use without it.");
            this.temples = temples;
            this.terminal = terminal;
        }

        @Override
        public int run() {
            var listing = new Listing(Column.text("tag"), Column.number("projects"));
            temples.inExisting(this::tags).forEach(use -> listing.row(use.tag(), use.projects()));
            terminal.list(listing);
            return ExitCode.OK;
        }

        private List<TagUse> tags(Temple temple) {
            var projects = new Projects(temple);
            var given = slug.get();
            if (given == null) {
                return projects.tags();
            }
            var own = projects.require(given).fields().tags();
            return projects.tags().stream()
                    .filter(use -> own.contains(use.tag()))
                    .toList();
        }
    }
}
