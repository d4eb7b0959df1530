package dev.templedb.temple.remotes;

import dev.templedb.api.AccountJson;
import dev.templedb.api.CollaboratorJson;
import dev.templedb.api.GrantJson;
import dev.templedb.api.KeyJson;
import dev.templedb.api.MemberJson;
import dev.templedb.api.MoveJson;
import dev.templedb.api.NewKeyJson;
import dev.templedb.api.NewOrganizationJson;
import dev.templedb.api.NewTokenJson;
import dev.templedb.api.OrganizationJson;
import dev.templedb.api.TokenJson;
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
    /// @param role of the caller in it
    public record Organization(String slug, String name, Optional<String> description, Optional<String> role) {}

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

    private static String organization(String slug) {
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
                json.slug(), json.name(), Optional.ofNullable(json.description()), Optional.ofNullable(json.role()));
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

    /// Deletes an empty organization.
    public void deleteOrganization(String slug) {
        client.tree(Request.of("DELETE", organization(slug), null));
    }

    /// Who is in an organization.
    public List<Person> members(String slug) {
        return Stream.of(client.send(Request.get(organization(slug) + "/members", Map.of()), MemberJson[].class))
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
                Request.of("POST", organization(slug) + "/members", new GrantJson(user, role)), MemberJson.class));
    }

    /// Takes a member out.
    public void removeMember(String slug, String user) {
        client.tree(Request.of("DELETE", organization(slug) + "/members/" + ApiClient.name(user), null));
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
