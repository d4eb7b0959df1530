package dev.templedb.cli.cathedral;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.command.UserKeys;
import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Quantities;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.cli.worktree.Identity;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import dev.templedb.temple.Temple;
import dev.templedb.temple.exchange.JoinSide;
import dev.templedb.temple.exchange.PackagedFacts;
import dev.templedb.temple.exchange.PackagedSecrets;
import dev.templedb.temple.remotes.Remote;
import dev.templedb.temple.remotes.Sharing;
import dev.templedb.temple.remotes.SyncConflicts;
import dev.templedb.temple.remotes.Tracking;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// `templedb cathedral sync SLUG`
public final class SyncCommand implements Command {
    private static final int ATTEMPTS = 3;

    private final Value<String> slug;
    private final Value<Boolean> pull;
    private final Value<Boolean> push;
    private final Value<Boolean> auto;
    private final Value<Boolean> check;
    private final Value<@Nullable Strategy> strategy;
    private final Value<Boolean> acceptOlder;
    private final TrustOptions trust;
    private final Identity identity;
    private final ReaderReview readers;
    private final RemoteDoor door;
    private final Temples temples;
    private final Terminal terminal;

    private enum Strategy {
        THEIRS,
        OURS,
        MERGE,
        MANUAL;

        static Strategy of(String word) {
            return Stream.of(values())
                    .filter(one -> one.name().equalsIgnoreCase(word))
                    .findFirst()
                    .orElseThrow(() -> new TempleException(
                            ErrorCode.USAGE,
                            "\"%s\" is not a strategy; use theirs, ours, merge or manual."
                                    .formatted(Printable.text(word))));
        }

        Optional<JoinSide> favoured() {
            return switch (this) {
                case THEIRS -> Optional.of(JoinSide.THEIRS);
                case OURS -> Optional.of(JoinSide.OURS);
                case MERGE, MANUAL -> Optional.empty();
            };
        }
    }

    public SyncCommand(
            Usage usage, RemoteAccess access, Identity identity, UserKeys keys, Temples temples, Terminal terminal) {
        usage.says(
                        "Joins what the project and the one that it follows have become since they last met: branches are merged,"
                                + " variables, environments, targets, facts and tags are taken item by item from the side that changed"
                                + " them. Without an option it pulls and then pushes.")
                .says(
                        "What both have changed is a conflict. --strategy theirs or ours decides all of them; merge, the default, keeps"
                                + " ours and lists them for `templedb cathedral conflicts`; manual asks for each one. Commits of both sides"
                                + " stay in every case, and nothing is pushed while conflicts wait.")
                .example("templedb cathedral sync my-project")
                .example("templedb cathedral sync my-project --check")
                .example("templedb cathedral sync my-project --pull --strategy theirs")
                .exits(ExitCode.USAGE, "")
                .exits(ExitCode.NOT_FOUND, "there is no such project, remote or temple")
                .exits(
                        ExitCode.CONFLICT,
                        "conflicts wait for a decision, the project follows nothing, somebody else has pushed, or the remote was put"
                                + " back; with --check also when the sides differ")
                .exits(
                        ExitCode.REFUSED,
                        "what came is damaged, not safe, or not signed as you ask, or you may not push")
                .exits(ExitCode.UNAVAILABLE, "the remote cannot be reached, the temple is busy, or the disk is full");
        slug = usage.parameter("SLUG", "Slug of a local project.");
        pull = usage.flag("--pull", "Only take in what is new.");
        push = usage.flag("--push", "Only send what is new.");
        auto = usage.flag("--auto", "Both, which is what happens without an option.");
        check = usage.flag("--check", "Say how the sides stand to each other, and change nothing.");
        strategy = usage.option("--strategy", "STRATEGY", "theirs, ours, merge or manual.", Strategy::of);
        acceptOlder = usage.flag("--accept-older", "Go on from an older state that the remote was put back to.");
        trust = TrustOptions.ofVersions(usage);
        readers = new ReaderReview(usage, keys, terminal);
        door = new RemoteDoor(usage, access, temples);
        this.identity = identity;
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        if (Stream.of(pull, push, auto, check).filter(Value::get).count() > 1) {
            throw new TempleException(ErrorCode.USAGE, "Use one of --pull, --push, --auto and --check.");
        }
        var chosen = strategy.get();
        if (chosen == Strategy.MANUAL && !terminal.canAsk()) {
            throw new TempleException(
                    ErrorCode.USAGE,
                    "--strategy manual asks on a terminal; elsewhere use merge, and `templedb cathedral conflicts %s`."
                            .formatted(Printable.text(slug.get())));
        }
        return temples.inExisting(temple -> {
            var tracking = door.requireTracking(temple, slug.get());
            return door.with(
                    tracking.remote(),
                    remote -> run(
                            temple,
                            remote,
                            check.get() ? tracking : door.followed(temple, remote, tracking, slug.get(), terminal)));
        });
    }

    private int run(Temple temple, Remote remote, Tracking tracking) {
        if (check.get()) {
            return check(temple, remote, tracking);
        }
        if (push.get()) {
            return pushed(Optional.empty(), 0, push(temple, remote, tracking));
        }
        var joined = Optional.<Sharing.Pulled>empty();
        int decided = 0;
        for (int attempt = 1; ; attempt++) {
            joined = after(joined, pull(temple, remote, door.requireTracking(temple, slug.get())));
            if (strategy.get() == Strategy.MANUAL) {
                decided += ask(temple);
            }
            decided += decideWaiting(temple);
            var waiting = new SyncConflicts(temple).list(slug.get(), false);
            if (pull.get() || !waiting.isEmpty()) {
                return new JoinPrinter(terminal).print(slug.get(), joined, waiting);
            }
            try {
                return pushed(joined, decided, push(temple, remote, door.requireTracking(temple, slug.get())));
            } catch (TempleException moved) {
                if (moved.code() != ErrorCode.REMOTE_MOVED || attempt == ATTEMPTS) {
                    throw moved;
                }
            }
        }
    }

    /// What was pulled so far: an attempt that began anew since somebody else has pushed meanwhile counts too.
    private static Optional<Sharing.Pulled> after(Optional<Sharing.Pulled> earlier, Optional<Sharing.Pulled> later) {
        return later.map(one -> earlier.map(one::after).orElse(one)).or(() -> earlier);
    }

    /// Decides what earlier pulls have left, as the strategy says; what this one found it has decided so itself.
    ///
    /// @return how many conflicts were decided
    private int decideWaiting(Temple temple) {
        var side = favoured();
        var conflicts = new SyncConflicts(temple);
        var waiting = conflicts.list(slug.get(), false);
        if (side.isEmpty() || waiting.isEmpty()) {
            return 0;
        }
        var decisions = waiting.stream()
                .collect(Collectors.toMap(conflict -> conflict.what().item(), _ -> side.get(), (one, _) -> one));
        return waiting.size()
                - conflicts.resolve(slug.get(), decisions, identity.now(null)).size();
    }

    /// Whom the strategy lets decide, if it does.
    private Optional<JoinSide> favoured() {
        return Optional.ofNullable(strategy.get()).flatMap(Strategy::favoured);
    }

    private Optional<Sharing.Pulled> pull(Temple temple, Remote remote, Tracking tracking) {
        if (remote.find(tracking.ref()).flatMap(project -> project.state()).isEmpty() && !pull.get()) {
            return Optional.empty();
        }
        return door.sharing(temple)
                .pull(
                        remote,
                        new Sharing.Pull(
                                tracking,
                                slug.get(),
                                favoured(),
                                identity.now(null),
                                acceptOlder.get(),
                                trust.reader(temple.clock().instant())),
                        terminal.progress());
    }

    private Sharing.Pushed push(Temple temple, Remote remote, Tracking tracking) {
        if (tracking.withSecrets()) {
            readers.run(temple, remote, tracking, slug.get()).forEach(sentence -> terminal.warn(sentence));
        }
        return door.sharing(temple)
                .push(
                        remote,
                        new Sharing.Push(
                                tracking,
                                slug.get(),
                                Optional.empty(),
                                PackagedFacts.NONE,
                                new PackagedSecrets(tracking.withSecrets(), Map.of(), false),
                                Optional.empty()),
                        terminal.progress());
    }

    private int pushed(Optional<Sharing.Pulled> joined, int decided, Sharing.Pushed pushed) {
        var said = joined.map(pulled -> JoinPrinter.sentence(slug.get(), pulled) + " ")
                        .orElse("")
                + (decided == 0 ? "" : Quantities.count(decided, "conflict") + " decided as you said. ");
        terminal.say(
                JoinPrinter.details(slug.get(), joined, List.of())
                        .with("pushed", pushed.moved())
                        .with("state", pushed.state().hex()),
                pushed.moved()
                        ? said + "Pushed to %s of %s.".formatted(pushed.ref(), pushed.remote())
                        : said.isEmpty() ? slug.get() + " is up to date." : said.strip());
        joined.ifPresent(pulled -> new JoinPrinter(terminal).notices(pulled));
        return ExitCode.OK;
    }

    private int check(Temple temple, Remote remote, Tracking tracking) {
        var standing = door.sharing(temple).check(remote, tracking, slug.get());
        terminal.say(
                new Details()
                        .with("slug", slug.get())
                        .with("project", tracking.ref().toString())
                        .with("remote", tracking.remote().name())
                        .with("ahead", standing.ahead())
                        .with("behind", standing.behind())
                        .with("conflicts", standing.conflicts().size()),
                sentence(tracking, standing));
        boolean isEqual =
                !standing.ahead() && !standing.behind() && standing.conflicts().isEmpty();
        return isEqual ? ExitCode.OK : ExitCode.CONFLICT;
    }

    private String sentence(Tracking tracking, Sharing.Standing standing) {
        if (standing.isNew()) {
            return "%s is not there yet; a push makes it.".formatted(tracking.ref());
        }
        var said = standing.ahead() && standing.behind()
                ? "Both %s and %s have changed."
                : standing.ahead()
                        ? "%s has changed, %s has not."
                        : standing.behind() ? "%s has not changed, %s has." : "%s and %s are equal.";
        return said.formatted(slug.get(), tracking.ref())
                + (standing.conflicts().isEmpty()
                        ? ""
                        : " %s.".formatted(JoinPrinter.wait(standing.conflicts().size())));
    }

    /// Asks for each conflict; whoever answers neither leaves it for later.
    ///
    /// @return how many conflicts were decided
    private int ask(Temple temple) {
        int decided = 0;
        var conflicts = new SyncConflicts(temple);
        for (var conflict : conflicts.list(slug.get(), false)) {
            var item = conflict.what().item();
            terminal.note(ConflictText.of(conflict.what()));
            if (terminal.confirm("Take theirs for %s?".formatted(Printable.text(item)))) {
                conflicts.resolve(slug.get(), Map.of(item, JoinSide.THEIRS), identity.now(null));
                decided++;
            } else if (terminal.confirm("Keep ours for %s?".formatted(Printable.text(item)))) {
                conflicts.resolve(slug.get(), Map.of(item, JoinSide.OURS), identity.now(null));
                decided++;
            }
        }
        return decided;
    }
}
