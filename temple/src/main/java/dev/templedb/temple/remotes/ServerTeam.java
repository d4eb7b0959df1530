package dev.templedb.temple.remotes;

import dev.templedb.api.AccountJson;
import dev.templedb.api.ActivityJson;
import dev.templedb.api.CollaboratorJson;
import dev.templedb.api.GrantJson;
import dev.templedb.api.KeyJson;
import dev.templedb.api.MemberJson;
import dev.templedb.api.MoveJson;
import dev.templedb.api.NewKeyJson;
import dev.templedb.api.NewOrganizationJson;
import dev.templedb.api.NewTokenJson;
import dev.templedb.api.OrganizationJson;
import dev.templedb.api.OrganizationPatchJson;
import dev.templedb.api.ProjectJson;
import dev.templedb.api.ProjectPatchJson;
import dev.templedb.api.QuotaJson;
import dev.templedb.api.TagJson;
import dev.templedb.api.TokenJson;
import dev.templedb.api.UsageJson;
import dev.templedb.api.UserJson;
import dev.templedb.api.client.ApiClient;
import dev.templedb.api.client.ApiClient.Request;
import dev.templedb.temple.secrets.Readers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Who may do what on a server: collaborators, organizations and their members, tokens; and moving projects.
public final class ServerTeam {
    private static final Set<String> READERS = Set.of("age", "ssh");

    private final ApiClient client;

    ServerTeam(ApiClient client) {
        this.client = client;
    }

    /// Somebody with a role.
    ///
    /// @param name a user name, or the address of somebody who was invited
    /// @param via  how they came to it
    public record Person(String name, String role, Optional<String> via, boolean isInvited, Instant since) {}

    /// An organization.
    ///
    /// @param role           of the caller in it
    /// @param signedVersions `required` or `marked`; empty where the server says
    public record Organization(
            String slug,
            String name,
            Optional<String> description,
            Optional<String> role,
            Optional<String> website,
            Optional<String> signedVersions,
            Instant createdAt) {}

    /// What a project asks of its versions.
    ///
    /// @param signedVersions `required` or `marked`
    /// @param by             who says so: `project`, `organization` or `server`
    public record Policy(String signedVersions, String by) {}

    /// What an owner takes up.
    public record Usage(String owner, String plan, List<Measure> measures) {
        public Usage {
            measures = List.copyOf(measures);
        }
    }

    /// How much an owner has of something.
    ///
    /// @param limit empty for none
    public record Measure(String what, long used, Optional<Long> limit, Optional<Long> left) {}

    /// Something that happened in a project.
    ///
    /// @param actor empty for a user who is gone
    public record Event(Instant at, String project, Optional<String> actor, String action, Optional<String> version) {}

    /// A user, an organization or a tag that was found.
    ///
    /// @param called   what people call it, or the category of a tag
    /// @param projects that have the tag
    public record Found(String name, Optional<String> called, Optional<String> description, Optional<Long> projects) {}

    /// A token of the caller.
    ///
    /// @param secret only where it was just made
    public record Token(
            String id,
            String name,
            String prefix,
            List<String> scopes,
            List<String> projects,
            Optional<Instant> expiresAt,
            Optional<Instant> lastUsedAt,
            Optional<String> secret) {}

    private static String collaborators(RemoteRef ref) {
        return ServerRemote.path(ref) + "/collaborators";
    }

    /// Who works on a project.
    public List<Person> collaboratorsOf(RemoteRef ref) {
        var found = client.send(Request.get(collaborators(ref), Map.of()), CollaboratorJson[].class);
        return Stream.of(found).map(ServerTeam::person).toList();
    }

    private static Person person(CollaboratorJson json) {
        return new Person(
                Objects.requireNonNullElse(json.username(), Objects.requireNonNullElse(json.invitedEmail(), "")),
                json.role(),
                Optional.ofNullable(json.via()),
                json.username() == null,
                json.addedAt());
    }

    /// Who works on a project, with the keys of their profiles that secrets can be encrypted for.
    List<Readers.Person> people(RemoteRef ref) {
        var found = client.send(Request.get(collaborators(ref), Map.of()), CollaboratorJson[].class);
        var keys = new TreeMap<String, Set<String>>(String.CASE_INSENSITIVE_ORDER);
        for (var one : found) {
            if (one.username() != null) {
                var theirs = keys.computeIfAbsent(one.username(), name -> new LinkedHashSet<>());
                Stream.ofNullable(one.keys())
                        .flatMap(List::stream)
                        .filter(key -> READERS.contains(key.kind()))
                        .map(KeyJson::publicKey)
                        .forEach(theirs::add);
            }
        }
        return keys.entrySet().stream()
                .map(entry -> new Readers.Person(entry.getKey(), List.copyOf(entry.getValue())))
                .toList();
    }

    /// A public key of a profile.
    ///
    /// @param kind `age`, `ssh` or `gpg`
    public record ProfileKey(
            String id, String kind, String name, String fingerprint, String publicKey, Instant createdAt) {}

    private static ProfileKey key(KeyJson json) {
        return new ProfileKey(
                json.id().toString(), json.kind(), json.name(), json.fingerprint(), json.publicKey(), json.createdAt());
    }

    /// The name of the caller.
    public String me() {
        return client.send(Request.get("/auth/user", Map.of()), AccountJson.class)
                .username();
    }

    private static String keys(String user) {
        return "/users/" + ApiClient.name(user) + "/keys";
    }

    /// The keys of somebody's profile.
    public List<ProfileKey> keysOf(String user) {
        return Stream.of(client.send(Request.get(keys(user), Map.of()), KeyJson[].class))
                .map(ServerTeam::key)
                .toList();
    }

    /// Adds a key to the caller's profile; one that is there already is answered as it is.
    ///
    /// @param kind `age`, `ssh` or `gpg`
    public ProfileKey addKey(String me, String kind, String publicKey) {
        return key(client.send(Request.of("POST", keys(me), new NewKeyJson(kind, null, publicKey)), KeyJson.class));
    }

    /// Takes a key out of the caller's profile.
    public void removeKey(String me, String id) {
        client.tree(Request.of("DELETE", keys(me) + "/" + ApiClient.name(id), null));
    }

    /// Gives somebody a role on a project; somebody whom nobody knows is invited.
    public Person addCollaborator(RemoteRef ref, String user, String role) {
        return person(
                client.send(Request.of("POST", collaborators(ref), new GrantJson(user, role)), CollaboratorJson.class));
    }

    /// Takes somebody's role away.
    public void removeCollaborator(RemoteRef ref, String user) {
        client.tree(Request.of("DELETE", collaborators(ref) + "/" + ApiClient.name(user), null));
    }

    /// Moves a project to another owner, another slug, or both.
    public RemoteRef move(RemoteRef ref, RemoteRef to) {
        client.tree(Request.of(
                "POST",
                ServerRemote.path(ref) + "/move",
                new MoveJson(to.owner().text(), to.slug().text())));
        return to;
    }

    private static String organizationPath(String slug) {
        return "/orgs/" + ApiClient.name(slug);
    }

    /// Makes an organization.
    public Organization createOrganization(String slug, @Nullable String name, @Nullable String description) {
        return of(client.send(
                Request.of("POST", "/orgs", new NewOrganizationJson(slug, name, description, null)),
                OrganizationJson.class));
    }

    private static Organization of(OrganizationJson json) {
        return new Organization(
                json.slug(),
                json.name(),
                Optional.ofNullable(json.description()),
                Optional.ofNullable(json.role()),
                Optional.ofNullable(json.websiteUrl()),
                Optional.ofNullable(json.signedVersions()),
                json.createdAt());
    }

    /// Those of the caller.
    public List<Organization> organizations() {
        var found = new ArrayList<Organization>();
        ServerRemote.pages(
                client,
                "/orgs",
                Map.of(),
                Integer.MAX_VALUE,
                item -> found.add(of(client.read(ServerRemote.bytes(item), OrganizationJson.class))));
        return found;
    }

    /// One of them, which everybody may see.
    public Organization organization(String slug) {
        return of(client.send(Request.get(organizationPath(slug), Map.of()), OrganizationJson.class));
    }

    /// Says what an organization asks of the versions of its projects.
    ///
    /// @param word `required` or `marked`; empty leaves it to the server
    public Organization setOrganizationPolicy(String slug, String word) {
        return of(client.send(
                Request.of("PATCH", organizationPath(slug), new OrganizationPatchJson(null, null, null, word)),
                OrganizationJson.class));
    }

    /// What a project asks of its versions.
    public Policy policyOf(RemoteRef ref) {
        return policy(client.send(Request.get(ServerRemote.path(ref), Map.of()), ProjectJson.class));
    }

    /// Says what a project asks of its versions.
    ///
    /// @param word `required` or `marked`; empty leaves it to the organization and the server
    /// @return what holds now, which may be what the organization says
    public Policy setPolicy(RemoteRef ref, String word) {
        return policy(client.send(
                Request.of(
                        "PATCH",
                        ServerRemote.path(ref),
                        new ProjectPatchJson(null, null, null, null, null, null, null, null, word)),
                ProjectJson.class));
    }

    private static Policy policy(ProjectJson json) {
        return new Policy(json.signedVersions(), json.signedVersionsBy());
    }

    /// What a user takes up, who is the caller unless the caller administers the server.
    public Usage usageOf(String user) {
        return usage("/users/" + ApiClient.name(user) + "/usage");
    }

    /// What an organization takes up.
    public Usage usageOfOrganization(String slug) {
        return usage(organizationPath(slug) + "/usage");
    }

    private Usage usage(String path) {
        var json = client.send(Request.get(path, Map.of()), UsageJson.class);
        return new Usage(
                json.owner(),
                json.plan(),
                Stream.of(
                                measure("storage_bytes", json.storageBytes()),
                                measure("projects", json.projects()),
                                measure("private_projects", json.privateProjects()),
                                measure("members", json.members()))
                        .flatMap(Optional::stream)
                        .toList());
    }

    private static Optional<Measure> measure(String what, @Nullable QuotaJson json) {
        return json == null
                ? Optional.empty()
                : Optional.of(new Measure(
                        what, json.used(), Optional.ofNullable(json.limit()), Optional.ofNullable(json.left())));
    }

    /// Watches a project, or does so no longer.
    ///
    /// @return whether that changes anything
    public boolean watch(RemoteRef ref, boolean watched) {
        boolean was = client.tree(Request.get(ServerRemote.path(ref) + "/watch", Map.of()))
                .path("watched")
                .asBoolean(!watched);
        client.tree(Request.of(watched ? "PUT" : "DELETE", ServerRemote.path(ref) + "/watch", null));
        return was != watched;
    }

    /// The projects that a user watches, those first that were watched last.
    public List<RemoteProject> watchedBy(String user, int most) {
        var found = new ArrayList<RemoteProject>();
        ServerRemote.pages(
                client,
                "/users/" + ApiClient.name(user) + "/watches",
                Map.of(),
                most,
                item -> found.add(ServerRemote.project(client.read(ServerRemote.bytes(item), ProjectJson.class))));
        return found;
    }

    /// What has happened in the projects that the caller watches, the newest first.
    public List<Event> news(int most) {
        var found = new ArrayList<Event>();
        ServerRemote.pages(client, "/activity/watched", Map.of(), most, item -> {
            var json = client.read(ServerRemote.bytes(item), ActivityJson.class);
            found.add(new Event(
                    json.createdAt(),
                    Objects.requireNonNullElse(json.project(), ""),
                    Optional.ofNullable(json.actor()),
                    json.action(),
                    Optional.ofNullable(json.metadata().get("version")).map(Object::toString)));
        });
        return found;
    }

    /// Finds users, organizations or tags by a part of their names.
    ///
    /// @param type `users`, `organizations` or `tags`
    public List<Found> search(String type, String words, int most) {
        var found = new ArrayList<Found>();
        ServerRemote.pages(client, "/search", Map.of("type", type, "q", words), most, item -> {
            var bytes = ServerRemote.bytes(item);
            found.add(
                    switch (type) {
                        case "users" -> found(client.read(bytes, UserJson.class));
                        case "organizations" -> found(client.read(bytes, OrganizationJson.class));
                        default -> found(client.read(bytes, TagJson.class));
                    });
        });
        return found;
    }

    private static Found found(UserJson json) {
        return new Found(
                json.username(),
                Optional.ofNullable(json.displayName()),
                Optional.ofNullable(json.bio()),
                Optional.empty());
    }

    private static Found found(OrganizationJson json) {
        return new Found(
                json.slug(), Optional.of(json.name()), Optional.ofNullable(json.description()), Optional.empty());
    }

    private static Found found(TagJson json) {
        return new Found(
                json.name(), Optional.ofNullable(json.category()), Optional.empty(), Optional.of(json.projects()));
    }

    /// Deletes an empty organization.
    public void deleteOrganization(String slug) {
        client.tree(Request.of("DELETE", organizationPath(slug), null));
    }

    /// Who is in an organization.
    public List<Person> members(String slug) {
        return Stream.of(client.send(Request.get(organizationPath(slug) + "/members", Map.of()), MemberJson[].class))
                .map(ServerTeam::person)
                .toList();
    }

    private static Person person(MemberJson json) {
        return new Person(
                Objects.requireNonNullElse(json.username(), Objects.requireNonNullElse(json.invitedEmail(), "")),
                json.role(),
                Optional.empty(),
                json.username() == null,
                json.joinedAt());
    }

    /// Makes somebody a member, or gives a member another role.
    public Person addMember(String slug, String user, String role) {
        return person(client.send(
                Request.of("POST", organizationPath(slug) + "/members", new GrantJson(user, role)), MemberJson.class));
    }

    /// Takes a member out.
    public void removeMember(String slug, String user) {
        client.tree(Request.of("DELETE", organizationPath(slug) + "/members/" + ApiClient.name(user), null));
    }

    /// The tokens of the caller.
    public List<Token> tokens() {
        return Stream.of(client.send(Request.get("/auth/tokens", Map.of()), TokenJson[].class))
                .map(ServerTeam::token)
                .toList();
    }

    private static Token token(TokenJson json) {
        return new Token(
                json.id().toString(),
                json.name(),
                json.prefix(),
                json.scopes(),
                Objects.requireNonNullElse(json.projects(), List.of()),
                Optional.ofNullable(json.expiresAt()),
                Optional.ofNullable(json.lastUsedAt()),
                Optional.ofNullable(json.token()));
    }

    /// Makes a token.
    ///
    /// @param scopes   none: all but those of administrators
    /// @param projects none: all that the caller reaches
    /// @param days     that it is good for
    public Token createToken(String name, List<String> scopes, List<String> projects, int days) {
        return token(client.send(
                Request.of(
                        "POST",
                        "/auth/tokens",
                        new NewTokenJson(
                                name, scopes.isEmpty() ? null : scopes, days, projects.isEmpty() ? null : projects)),
                TokenJson.class));
    }

    /// Gives a token another secret; the old one is worthless then.
    public Token rotateToken(String id) {
        return token(client.send(
                Request.of("POST", "/auth/tokens/" + ApiClient.name(id) + "/rotate", null), TokenJson.class));
    }

    /// Makes a token worthless.
    public void revokeToken(String id) {
        client.tree(Request.of("DELETE", "/auth/tokens/" + ApiClient.name(id), null));
    }
}
