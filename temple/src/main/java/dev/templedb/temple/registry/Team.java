package dev.templedb.temple.registry;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Likeness;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import dev.templedb.packages.json.Json;
import dev.templedb.temple.Temple;
import dev.templedb.temple.audit.Audit;
import dev.templedb.temple.history.Contributor;
import dev.templedb.temple.history.HistoryReader;
import dev.templedb.temple.projects.Project;
import dev.templedb.temple.projects.Projects;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// Keeps who works on projects. Members are named by people; who contributed lately is read from the history, and may
/// be named too
/// where it cannot tell, as of an assistant. Thread-safe, as the temple is.
public final class Team {
    /// How long ago a contribution is still a recent one, unless somebody says otherwise.
    public static final Duration RECENT = Duration.ofDays(90);

    private static final int LONGEST_NAME = 200;

    private final Temple temple;
    private final Projects projects;
    private final Audit audit;

    /// The teams in `temple`.
    public Team(Temple temple) {
        this.temple = temple;
        this.projects = new Projects(temple);
        this.audit = new Audit(temple);
    }

    /// The team of a project: its members as they were named, then who contributed within `recent` until now, those
    /// who were named
    /// first, the others by their newest commit.
    ///
    /// @throws TempleException with `PROJECT_NOT_FOUND`
    public List<TeamMember> list(String slug, Duration recent) {
        return list(projects.require(slug), recent);
    }

    /// As [#list(String, Duration)].
    public List<TeamMember> list(Project project, Duration recent) {
        var history = new ArrayList<>(new HistoryReader(temple).contributors(project.id()));
        var team = new ArrayList<TeamMember>();
        var seen = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (var named : temple.file().read(tx -> new SqliteRegistryStore(tx, project.id()).people())) {
            if (seen.add(named.name())) {
                team.add(new TeamMember(named.name(), named.role(), take(history, named.name())));
            }
        }
        var since = temple.clock().instant().minus(recent);
        history.stream()
                .filter(author -> author.last().isAfter(since))
                .sorted((one, other) -> other.last().compareTo(one.last()))
                .forEach(author -> team.add(new TeamMember(author.name(), Role.CONTRIBUTOR, Optional.of(author))));
        return team;
    }

    private static Optional<Contributor> take(List<Contributor> history, String name) {
        var found = history.stream()
                .filter(author ->
                        author.name().equalsIgnoreCase(name) || author.email().equalsIgnoreCase(name))
                .findFirst();
        found.ifPresent(history::remove);
        return found;
    }

    /// Adds people to the team. A member may be a contributor too, and is listed as a member.
    ///
    /// @return the names of those who did not have this role
    /// @throws TempleException with `PROJECT_NOT_FOUND` or `PROJECT_VALUE_INVALID`
    public List<String> add(String slug, List<String> names, Role role) {
        names.forEach(Team::requireName);
        return temple.file().write(tx -> {
            var project = projects.require(tx, slug);
            var store = new SqliteRegistryStore(tx, project.id());
            var added = names.stream().filter(name -> store.put(role, name)).toList();
            if (!added.isEmpty()) {
                projects.touch(tx, project.id());
                audit.record(
                        tx,
                        "project member add",
                        project.slug().text(),
                        Json.Obj.empty().with("role", role.word()).with("names", Json.Arr.ofTexts(added)));
            }
            return added;
        });
    }

    /// Takes people out of the team, all or none of them. Who wrote commits stays a contributor.
    ///
    /// @throws TempleException with `PROJECT_NOT_FOUND`, or `MEMBER_NOT_FOUND` for somebody whom nobody named
    public void remove(String slug, List<String> names) {
        temple.file().<Optional<String>>write(tx -> {
            var project = projects.require(tx, slug);
            var store = new SqliteRegistryStore(tx, project.id());
            var known =
                    store.people().stream().map(SqliteRegistryStore.Named::name).toList();
            for (var name : names) {
                if (!store.remove(name)) {
                    throw notFound(project, name, known);
                }
            }
            projects.touch(tx, project.id());
            audit.record(
                    tx,
                    "project member remove",
                    project.slug().text(),
                    Json.Obj.empty().with("names", Json.Arr.ofTexts(names)));
            return Optional.empty();
        });
    }

    private static TempleException notFound(Project project, String name, List<String> known) {
        var guess = Likeness.nearest(name, known).map(" Did you mean %s?"::formatted);
        return new TempleException(
                ErrorCode.MEMBER_NOT_FOUND,
                "Nobody named %s is in the team of %s.%s"
                        .formatted(Printable.text(name), project.slug(), guess.orElse("")));
    }

    /// Whether somebody may be called so: one line of 1 to 200 characters.
    static boolean isName(String name) {
        return !name.isBlank()
                && name.equals(name.strip())
                && name.length() <= LONGEST_NAME
                && name.codePoints().noneMatch(Character::isISOControl);
    }

    private static void requireName(String name) {
        if (!isName(name)) {
            throw new TempleException(
                    ErrorCode.PROJECT_VALUE_INVALID,
                    "\"%s\" cannot be a name: a name is one line of 1 to %d characters, without spaces at its ends."
                            .formatted(Printable.text(name), LONGEST_NAME));
        }
    }
}
