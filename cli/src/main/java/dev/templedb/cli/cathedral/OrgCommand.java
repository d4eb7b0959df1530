package dev.templedb.cli.cathedral;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Column;
import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Listing;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.Printable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// `templedb cathedral org create|list|show|add|members|remove`
public final class OrgCommand {
    private OrgCommand() {}

    private static void exits(Usage usage) {
        usage.exits(ExitCode.USAGE, "")
                .exits(ExitCode.NOT_FOUND, "there is no such organization, person, remote or temple")
                .exits(ExitCode.REFUSED, "you are not signed in, or may not")
                .exits(ExitCode.UNAVAILABLE, "the server cannot be reached");
    }

    /// `templedb cathedral org create NAME`
    public static final class Create implements Command {
        private final Value<String> slug;
        private final Value<@Nullable String> name;
        private final Value<@Nullable String> description;
        private final RemoteDoor door;
        private final Terminal terminal;

        public Create(Usage usage, RemoteAccess access, Temples temples, Terminal terminal) {
            usage.example("templedb cathedral org create mycompany --name \"My Company\"")
                    .exits(ExitCode.CONFLICT, "the name is taken");
            exits(usage);
            slug = usage.parameter("ORG", "Its short name, as users have one.");
            name = usage.option("--name", "NAME", "What people call it.");
            description = usage.option("--description", "TEXT", "What it is.");
            door = new RemoteDoor(usage, access, temples);
            this.terminal = terminal;
        }

        @Override
        public int run() {
            var made = door.withTeam(team -> team.createOrganization(slug.get(), name.get(), description.get()));
            terminal.say(made, "Made the organization %s.".formatted(Printable.text(made.slug())));
            return ExitCode.OK;
        }
    }

    /// `templedb cathedral org list`
    public static final class ListAll implements Command {
        private final RemoteDoor door;
        private final Terminal terminal;

        public ListAll(Usage usage, RemoteAccess access, Temples temples, Terminal terminal) {
            usage.says("Lists the organizations that you are in.").example("templedb cathedral org list");
            exits(usage);
            door = new RemoteDoor(usage, access, temples);
            this.terminal = terminal;
        }

        @Override
        public int run() {
            var listing = new Listing(
                    Column.text("organization"), Column.text("name"), Column.text("role"), Column.text("description"));
            door.withTeam(team -> team.organizations())
                    .forEach(one -> listing.row(
                            one.slug(),
                            one.name(),
                            one.role().orElse(null),
                            one.description().orElse(null)));
            terminal.list(listing);
            return ExitCode.OK;
        }
    }

    /// `templedb cathedral org show ORG`
    public static final class Show implements Command {
        private final Value<String> slug;
        private final RemoteDoor door;
        private final Terminal terminal;

        public Show(Usage usage, RemoteAccess access, Temples temples, Terminal terminal) {
            usage.example("templedb cathedral org show mycompany");
            exits(usage);
            slug = usage.parameter("ORG", "The organization.");
            door = new RemoteDoor(usage, access, temples);
            this.terminal = terminal;
        }

        @Override
        public int run() {
            var found = door.withTeam(team -> team.organization(slug.get()));
            terminal.show(new Details()
                    .with("organization", found.slug())
                    .with("name", found.name())
                    .with("description", found.description().orElse(null))
                    .with("website", found.website().orElse(null))
                    .with("role", found.role().orElse(null))
                    .with("signed_versions", found.signedVersions().orElse(null))
                    .with("created_at", found.createdAt()));
            return ExitCode.OK;
        }
    }

    /// `templedb cathedral org members ORG`
    public static final class Members implements Command {
        private final Value<String> slug;
        private final RemoteDoor door;
        private final Terminal terminal;

        public Members(Usage usage, RemoteAccess access, Temples temples, Terminal terminal) {
            usage.example("templedb cathedral org members mycompany");
            exits(usage);
            slug = usage.parameter("ORG", "The organization.");
            door = new RemoteDoor(usage, access, temples);
            this.terminal = terminal;
        }

        @Override
        public int run() {
            terminal.list(CollaboratorCommand.people(door.withTeam(team -> team.members(slug.get()))));
            return ExitCode.OK;
        }
    }

    /// `templedb cathedral org add ORG --user USER --role ROLE`
    public static final class Add implements Command {
        private final Value<String> slug;
        private final Value<@Nullable String> user;
        private final Value<@Nullable String> role;
        private final RemoteDoor door;
        private final Terminal terminal;

        public Add(Usage usage, RemoteAccess access, Temples temples, Terminal terminal) {
            usage.says("Somebody with an address that nobody has is invited.")
                    .example("templedb cathedral org add mycompany --user teammate@example.com --role member");
            exits(usage);
            slug = usage.parameter("ORG", "The organization.");
            user = usage.option("--user", "USER", "A user name or an e-mail address.");
            role = usage.option("--role", "ROLE", "owner, maintainer or member; member without it.");
            door = new RemoteDoor(usage, access, temples);
            this.terminal = terminal;
        }

        @Override
        public int run() {
            var who = CollaboratorCommand.required("--user", user.get());
            var added = door.withTeam(
                    team -> team.addMember(slug.get(), who, Objects.requireNonNullElse(role.get(), "member")));
            terminal.say(added, CollaboratorCommand.sentence(added, slug.get()));
            return ExitCode.OK;
        }
    }

    /// `templedb cathedral org remove ORG [--user USER]`
    public static final class Remove implements Command {
        private final Value<String> slug;
        private final Value<@Nullable String> user;
        private final RemoteDoor door;
        private final Terminal terminal;

        public Remove(Usage usage, RemoteAccess access, Temples temples, Terminal terminal) {
            usage.says("Takes a member out; without --user it removes the organization, which must have no projects.")
                    .example("templedb cathedral org remove mycompany --user bob")
                    .exits(ExitCode.CONFLICT, "the organization has projects, or would have no owner");
            exits(usage);
            slug = usage.parameter("ORG", "The organization.");
            user = usage.option("--user", "USER", "A member.");
            door = new RemoteDoor(usage, access, temples);
            this.terminal = terminal;
        }

        @Override
        public int run() {
            var who = user.get();
            if (who == null && !terminal.confirm("Remove the organization %s?".formatted(Printable.text(slug.get())))) {
                return ExitCode.FAILED;
            }
            door.withTeam(team -> {
                if (who == null) {
                    team.deleteOrganization(slug.get());
                } else {
                    team.removeMember(slug.get(), who);
                }
                return slug;
            });
            terminal.say(
                    new Details().with("organization", slug.get()).with("user", who),
                    who == null
                            ? "Removed the organization %s.".formatted(Printable.text(slug.get()))
                            : "%s is no longer in %s.".formatted(Printable.text(who), Printable.text(slug.get())));
            return ExitCode.OK;
        }
    }
}
