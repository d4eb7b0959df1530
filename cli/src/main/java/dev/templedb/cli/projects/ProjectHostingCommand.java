package dev.templedb.cli.projects;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Quantities;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import dev.templedb.temple.Temple;
import dev.templedb.temple.projects.Projects;
import dev.templedb.temple.registry.Hosting;
import dev.templedb.temple.registry.HostingFacts;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `templedb project hosting SLUG`
public final class ProjectHostingCommand implements Command {
    private final Value<String> slug;
    private final Value<@Nullable List<Long>> pullRequests;
    private final Value<@Nullable List<Long>> issues;
    private final Value<@Nullable List<Long>> stars;
    private final Value<@Nullable Instant> syncedAt;
    private final Temples temples;
    private final Terminal terminal;

    public ProjectHostingCommand(Usage usage, Temples temples, Terminal terminal) {
        usage.says(
                        "Nothing is asked over the network: whoever has asked the hosting place says what came, for example `gh pr list"
                                + " --json number --jq 'map(.number)'`. Without options what is known is shown.")
                .example("templedb project hosting web-app")
                .example("templedb project hosting web-app --open-prs 234,235 --open-issues 123 --stars 42")
                .example(
                        "templedb project hosting web-app --open-prs \"$(gh pr list --json number --jq 'map(.number)')\"")
                .exits(ExitCode.USAGE, "a value is not allowed")
                .exits(ExitCode.NOT_FOUND, "there is no such project or no temple");
        slug = usage.parameter("SLUG", "Slug of a local project.");
        pullRequests = usage.option(
                "--open-prs",
                "NUMBERS",
                "Open pull requests, such as 234,235; \"\" for none.",
                ProjectHostingCommand::numbers);
        issues = usage.option(
                "--open-issues",
                "NUMBERS",
                "Open issues, such as 123,124; \"\" for none.",
                ProjectHostingCommand::numbers);
        stars = usage.option("--stars", "N", "How many people marked it.", ProjectHostingCommand::numbers);
        syncedAt = usage.option(
                "--synced-at",
                "TIME",
                "When the place was asked, such as 2026-01-02T03:04:05Z; now without it.",
                ProjectHostingCommand::time);
        this.temples = temples;
        this.terminal = terminal;
    }

    /// Numbers between commas, or a JSON array of them.
    private static List<Long> numbers(String text) {
        var numbers = new ArrayList<Long>();
        for (String part : text.replaceFirst("(?s)^\\s*\\[(.*)]\\s*$", "$1").split(",", -1)) {
            try {
                if (!part.isBlank() || !text.replaceAll("[\\s\\[\\]]", "").isEmpty()) {
                    numbers.add(Long.parseLong(part.strip()));
                }
            } catch (NumberFormatException notANumber) {
                throw new TempleException(
                        ErrorCode.PROJECT_VALUE_INVALID,
                        "\"%s\" is not a list of numbers such as 234,235.".formatted(Printable.text(text)));
            }
        }
        return numbers;
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text).truncatedTo(ChronoUnit.MILLIS);
        } catch (DateTimeException noTime) {
            throw new TempleException(
                    ErrorCode.PROJECT_VALUE_INVALID,
                    "\"%s\" is not a time such as 2026-01-02T03:04:05Z.".formatted(Printable.text(text)));
        }
    }

    @Override
    public int run() {
        var isChange =
                pullRequests.get() != null || issues.get() != null || stars.get() != null || syncedAt.get() != null;
        return temples.inExisting(temple -> isChange ? change(temple) : show(temple));
    }

    private int show(Temple temple) {
        var project = new Projects(temple).require(slug.get());
        var hosting = new HostingFacts(temple).of(slug.get());
        terminal.show(details(hosting, project.slug().text(), project.fields().repositoryUrl()));
        return ExitCode.OK;
    }

    private int change(Temple temple) {
        var project = new Projects(temple).require(slug.get());
        var hosting = new HostingFacts(temple).change(slug.get(), this::changed);
        terminal.say(
                details(hosting, project.slug().text(), project.fields().repositoryUrl()),
                "%s has %s, %s and %s."
                        .formatted(
                                project.slug(),
                                Quantities.count(hosting.openPullRequests().size(), "open pull request"),
                                Quantities.count(hosting.openIssues().size(), "open issue"),
                                Quantities.count(hosting.stars().orElse(0L), "star")));
        return ExitCode.OK;
    }

    private Hosting changed(Hosting facts) {
        var prs = pullRequests.get();
        var open = issues.get();
        var marks = stars.get();
        var time = syncedAt.get();
        var changed = facts;
        changed = prs == null ? changed : changed.withOpenPullRequests(prs);
        changed = open == null ? changed : changed.withOpenIssues(open);
        if (marks != null) {
            if (marks.size() != 1) {
                throw new TempleException(ErrorCode.PROJECT_VALUE_INVALID, "--stars takes one number.");
            }
            changed = changed.withStars(marks.getFirst());
        }
        return changed.syncedAt(time == null ? temples.clock().instant().truncatedTo(ChronoUnit.MILLIS) : time);
    }

    private static Details details(Hosting hosting, String slug, @Nullable String repositoryUrl) {
        return new Details()
                .with("slug", slug)
                .with("repository_url", repositoryUrl)
                .with("open_prs", hosting.openPullRequests())
                .with("open_issues", hosting.openIssues())
                .with("stars", hosting.stars())
                .with("last_synced", hosting.lastSynced());
    }
}
