package dev.templedb.temple.remotes;

import dev.templedb.api.ForkJson;
import dev.templedb.api.NewProjectJson;
import dev.templedb.api.ProjectJson;
import dev.templedb.api.VersionJson;
import dev.templedb.api.VersionPatchJson;
import dev.templedb.api.client.ApiAnswer;
import dev.templedb.api.client.ApiClient;
import dev.templedb.api.client.ApiClient.Request;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Progress;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import dev.templedb.core.VersionName;
import dev.templedb.packages.json.Json;
import dev.templedb.temple.secrets.Readers;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Projects on a registry, over its REST interface.
public final class ServerRemote implements Remote {
    private static final int PAGE = 100;
    private static final int MOST_PAGES = 1000;
    private static final Pattern TAG = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}.+#-]{0,49}");
    private static final int MOST_TAGS = 10;

    private final ApiClient client;
    private final Optional<String> me;

    /// @param me the name of who is signed in
    public ServerRemote(ApiClient client, Optional<String> me) {
        this.client = client;
        this.me = me;
    }

    @Override
    public Optional<String> me() {
        return me;
    }

    static String path(RemoteRef ref) {
        return "/projects/" + ApiClient.name(ref.owner().text()) + "/"
                + ApiClient.name(ref.slug().text());
    }

    @Override
    public List<RemoteProject> list(RemoteQuery query) {
        var parameters = new TreeMap<String, String>();
        if (!query.words().isBlank()) {
            parameters.put("q", query.words());
        }
        query.owner().ifPresent(owner -> parameters.put("owner", owner));
        query.visibility().ifPresent(visibility -> parameters.put("visibility", visibility));
        query.sort().ifPresent(sort -> parameters.put("sort", sort));
        if (query.tags().size() > 1) {
            throw new TempleException(ErrorCode.REMOTE_CANNOT, "A server takes one tag at a time.");
        }
        query.tags().forEach(tag -> parameters.put("tag", tag));
        var found = new ArrayList<RemoteProject>();
        pages(
                client,
                "/projects",
                parameters,
                query.most(),
                item -> found.add(project(client.read(bytes(item), ProjectJson.class))));
        return found;
    }

    /// Reads a list page by page, up to so many items.
    static void pages(
            ApiClient client, String path, Map<String, String> parameters, int most, Consumer<JsonNode> sink) {
        var query = new TreeMap<>(parameters);
        int left = most;
        for (int page = 0; page < MOST_PAGES && left > 0; page++) {
            query.put("limit", Integer.toString(Math.min(left, PAGE)));
            var answer = client.tree(Request.get(path, query));
            for (var item : answer.path("items")) {
                if (left-- > 0) {
                    sink.accept(item);
                }
            }
            var next = answer.path("next").asString("");
            if (next.isEmpty()) {
                return;
            }
            query.put("cursor", next);
        }
    }

    static byte[] bytes(JsonNode node) {
        return node.toString().getBytes(StandardCharsets.UTF_8);
    }

    static RemoteProject project(ProjectJson json) {
        return sane(() -> new RemoteProject(
                RemoteRef.of(json.owner(), json.slug()),
                json.name(),
                Optional.ofNullable(json.description()),
                json.visibility(),
                json.tags(),
                Optional.ofNullable(json.license()),
                Optional.ofNullable(json.state()).map(Sha256::parse),
                Optional.ofNullable(json.latestVersion()).map(VersionName::new),
                Optional.ofNullable(json.cloneUrl()).map(URI::create),
                Optional.ofNullable(json.source()),
                Optional.of(json.stars()),
                Optional.of(json.forks()),
                Optional.of(json.watchers()),
                Optional.of(json.downloads()),
                Optional.ofNullable(json.signedVersions()),
                Optional.ofNullable(json.updatedAt())));
    }

    /// What a server says is taken for what it is only if it makes sense.
    static <T> T sane(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (IllegalArgumentException | NullPointerException | TempleException nonsense) {
            throw nonsense(nonsense);
        }
    }

    /// The error for an answer that cannot be.
    static TempleException nonsense(@Nullable Throwable cause) {
        return new TempleException(
                ErrorCode.REMOTE_UNREACHABLE, "The server answered with something that makes no sense.", cause);
    }

    @Override
    public Optional<RemoteProject> find(RemoteRef ref) {
        try {
            return Optional.of(project(client.send(Request.get(path(ref), Map.of()), ProjectJson.class)));
        } catch (TempleException missing) {
            if (isMissing(missing)) {
                return Optional.empty();
            }
            throw missing;
        }
    }

    private static boolean isMissing(TempleException failure) {
        return failure.code() == ErrorCode.REMOTE_PROJECT_NOT_FOUND;
    }

    @Override
    public List<RemoteVersion> versions(RemoteRef ref) {
        var found = new ArrayList<RemoteVersion>();
        pages(
                client,
                path(ref) + "/versions",
                Map.of(),
                Integer.MAX_VALUE,
                item -> found.add(version(client.read(bytes(item), VersionJson.class))));
        found.sort(Comparator.comparing(RemoteVersion::name).reversed());
        return found;
    }

    @Override
    public Optional<RemoteVersion> version(RemoteRef ref, VersionName name) {
        try {
            return Optional.of(version(client.send(Request.get(versionPath(ref, name), Map.of()), VersionJson.class)));
        } catch (TempleException missing) {
            if (missing.code() == ErrorCode.VERSION_NOT_FOUND) {
                return Optional.empty();
            }
            throw missing;
        }
    }

    private static String versionPath(RemoteRef ref, VersionName name) {
        return path(ref) + "/versions/" + ApiClient.name(name.text());
    }

    private static RemoteVersion version(VersionJson json) {
        return sane(() -> new RemoteVersion(
                new VersionName(json.version()),
                Sha256.parse(json.state()),
                Optional.ofNullable(json.notes()),
                Optional.ofNullable(json.createdBy()),
                json.createdAt(),
                json.yanked(),
                Optional.ofNullable(json.yankReason()),
                Optional.ofNullable(json.signed()),
                Optional.ofNullable(json.signature()),
                Optional.ofNullable(json.signedProject()),
                Optional.ofNullable(json.signer())));
    }

    @Override
    public Fetched fetch(RemoteRef ref, Want want, Set<Sha256> have, Path scratch, Progress progress) {
        return new ServerFetch(client, ref, progress).fetch(want, have, scratch);
    }

    @Override
    public long push(PushOffer offer, PackageMaker maker, Progress progress) {
        try {
            return new ServerPush(client, offer, create(offer), progress).push(maker);
        } catch (TempleException refused) {
            if (refused.getCause() instanceof ApiAnswer answer
                    && answer.status() == 409
                    && (refused.code() == ErrorCode.STATE_MOVED
                            || answer.detail("state").isPresent())) {
                throw offer.moved(refused);
            }
            throw refused;
        }
    }

    /// A new project begins with what its state says of it; from then on the server keeps that.
    private @Nullable NewProjectJson create(PushOffer offer) {
        if (offer.expected().isPresent()) {
            return null;
        }
        var facts = offer.facts();
        return new NewProjectJson(
                offer.ref().owner().text(),
                offer.ref().slug().text(),
                facts.text("name").orElse(null),
                facts.text("description").orElse(null),
                offer.visibility().or(() -> facts.text("visibility")).orElse(null),
                null,
                null,
                facts.text("license").orElse(null),
                Stream.concat(offer.tags().stream(), tags(facts)).distinct().toList());
    }

    /// The tags of a project that a server takes, too.
    private static Stream<String> tags(Json.Obj facts) {
        return facts.list("tags").stream()
                .flatMap(tag -> tag instanceof Json.Str(var word) ? Stream.of(word) : Stream.empty())
                .filter(word -> TAG.matcher(word).matches())
                .limit(MOST_TAGS);
    }

    @Override
    public void yank(RemoteRef ref, VersionName version, boolean yanked, Optional<String> reason) {
        client.tree(Request.of(
                "PATCH", versionPath(ref, version), new VersionPatchJson(yanked, reason.orElse(null), null)));
    }

    @Override
    public void fork(RemoteRef source, RemoteRef copy) {
        client.tree(Request.of(
                "POST",
                path(source) + "/fork",
                new ForkJson(copy.owner().text(), copy.slug().text(), null)));
    }

    @Override
    public void star(RemoteRef ref, boolean starred) {
        client.tree(Request.of(starred ? "PUT" : "DELETE", path(ref) + "/star", null));
    }

    @Override
    public Optional<List<Readers.Person>> people(RemoteRef ref) {
        try {
            return Optional.of(team().people(ref));
        } catch (TempleException refused) {
            if (isMissing(refused) || refused.code() == ErrorCode.PERMISSION_DENIED) {
                return Optional.empty();
            }
            throw refused;
        }
    }

    /// What only servers have: organizations, collaborators, tokens.
    public ServerTeam team() {
        return new ServerTeam(client);
    }

    @Override
    public void close() {
        client.close();
    }
}
