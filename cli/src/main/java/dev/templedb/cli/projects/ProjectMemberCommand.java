package dev.templedb.cli.projects;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Column;
import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Listing;
import dev.templedb.cli.terminal.Quantities;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.temple.history.Contributor;
import dev.templedb.temple.registry.Role;
import dev.templedb.temple.registry.Team;
import java.time.Duration;
import java.util.List;

/// `templedb project member add|list|remove`
public final class ProjectMemberCommand {
    private static final long MOST_DAYS = 365_000;

    private ProjectMemberCommand() {}

    private static List<String> names(Value<String[]> given) {
        if (given.get().length == 0) {
            throw new TempleException(ErrorCode.USAGE, "NAME is missing.");
        }
        return List.of(given.get());
    }

    /// `templedb project member add SLUG NAME...`
    public static final class Add implements Command {
        private final Value<String> slug;
        private final Value<String[]> names;
        private final Value<Boolean> contributor;
        private final Temples temples;
        private final Terminal terminal;

        public Add(Usage usage, Temples temples, Terminal terminal) {
            usage.says(
                            "Members work on the project now. Who wrote commits lately is a contributor anyway; --contributor is for those"
                                    + " whom the history does not know, such as assistants.")
                    .example("templedb project member add web-app alice bob")
                    .example("templedb project member add web-app apollo --contributor")
                    .exits(ExitCode.USAGE, "a name is not allowed")
                    .exits(ExitCode.NOT_FOUND, "there is no such project or no temple");
            slug = usage.parameter("SLUG", "Slug of a local project.");
            names = usage.remainingParameters("NAME", "A name, or an e-mail address as in commits.");
            contributor = usage.flag("--contributor", "Add recent contributors instead of members.");
            this.temples = temples;
            this.terminal = terminal;
        }

        @Override
        public int run() {
            var given = names(names);
            var role = contributor.get() ? Role.CONTRIBUTOR : Role.MEMBER;
            var added = temples.inExisting(temple -> new Team(temple).add(slug.get(), given, role));
            terminal.say(
                    new Details()
                            .with("slug", slug.get())
                            .with("role", role.word())
                            .with("added", added),
                    "Added %s to %s.".formatted(Quantities.count(added.size(), role.word()), slug.get()));
            return ExitCode.OK;
        }
    }

    /// `templedb project member list SLUG`
    public static final class ListAll implements Command {
        private final Value<String> slug;
        private final Value<Long> days;
        private final Temples temples;
        private final Terminal terminal;

        public ListAll(Usage usage, Temples temples, Terminal terminal) {
            usage.example("templedb project member list web-app")
                    .example("templedb project member list web-app --days 365")
                    .exits(ExitCode.USAGE, "")
                    .exits(ExitCode.NOT_FOUND, "there is no such project or no temple");
            slug = usage.parameter("SLUG", "Slug of a local project.");
            days = usage.number(
                    "--days", "N", "Who wrote commits in the last N days is a contributor.", Team.RECENT.toDays());
            this.temples = temples;
            this.terminal = terminal;
        }

        @Override
        public int run() {
            var recent = Duration.ofDays(Math.min(days.get(), MOST_DAYS));
            var listing = new Listing(
                    Column.text("name"),
                    Column.text("role"),
                    Column.number("commits"),
                    Column.text("last_commit_at", "last commit"),
                    Column.hidden("email"));
            for (var one : temples.inExisting(temple -> new Team(temple).list(slug.get(), recent))) {
                var work = one.work();
                listing.row(
                        one.name(),
                        one.role().word(),
                        work.map(Contributor::commits).orElse(0L),
                        work.map(Contributor::last).orElse(null),
                        work.map(Contributor::email).orElse(null));
            }
            terminal.list(listing);
            return ExitCode.OK;
        }
    }

    /// `templedb project member remove SLUG NAME...`
    public static final class Remove implements Command {
        private final Value<String> slug;
        private final Value<String[]> names;
        private final Temples temples;
        private final Terminal terminal;

        public Remove(Usage usage, Temples temples, Terminal terminal) {
            usage.says("Takes all of them out or none. Who wrote commits lately stays a contributor.")
                    .example("templedb project member remove web-app bob")
                    .exits(ExitCode.USAGE, "")
                    .exits(
                            ExitCode.NOT_FOUND,
                            "nobody of that name is in the team, or there is no such project or temple");
            slug = usage.parameter("SLUG", "Slug of a local project.");
            names = usage.remainingParameters("NAME", "A name, as `project member list` shows it.");
            this.temples = temples;
            this.terminal = terminal;
        }

        @Override
        public int run() {
            var given = names(names);
            temples.inExisting(temple -> {
                new Team(temple).remove(slug.get(), given);
                return given;
            });
            terminal.say(
                    new Details().with("slug", slug.get()).with("removed", given),
                    "Took %s out of the team of %s.".formatted(String.join(", ", given), slug.get()));
            return ExitCode.OK;
        }
    }
}
