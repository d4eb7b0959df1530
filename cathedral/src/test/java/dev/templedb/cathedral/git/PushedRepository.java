package dev.templedb.cathedral.git;

import dev.templedb.cathedral.testing.Api;
import dev.templedb.core.Progress;
import dev.templedb.core.Slug;
import dev.templedb.packages.content.PackageLayout;
import dev.templedb.packages.disk.Existing;
import dev.templedb.temple.Temple;
import dev.templedb.temple.exchange.ExportRequest;
import dev.templedb.temple.exchange.HistoryMode;
import dev.templedb.temple.exchange.PackageExport;
import dev.templedb.temple.git.GitExport;
import dev.templedb.temple.intake.Author;
import dev.templedb.temple.intake.ImportRequest;
import dev.templedb.temple.intake.PathFilter;
import dev.templedb.temple.intake.ProjectImport;
import dev.templedb.temple.projects.Projects;
import dev.templedb.testkit.GitFolder;
import io.restassured.RestAssured;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/// A directory or repository that a real temple shares on the server of the tests, and again when it has changed.
final class PushedRepository implements AutoCloseable {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Path source;
    private final Path scratch;
    private final Temple temple;
    private final Api.User owner;
    private final String slug;
    private final String visibility;
    private int versions;

    private PushedRepository(Path directory, Path source, Api.User owner, String slug, String visibility) {
        this.source = source;
        this.owner = owner;
        this.slug = slug;
        this.visibility = visibility;
        try {
            this.scratch = Files.createDirectories(directory.resolve(slug + "-scratch"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        this.temple = Temple.open(directory.resolve(slug + ".sqlite"), Clock.systemUTC(), "test");
    }

    /// Imports `source` and shares it.
    static PushedRepository push(Path directory, Path source, Api.User owner, String slug, String visibility) {
        var pushed = new PushedRepository(directory, source, owner, slug, visibility);
        new ProjectImport(pushed.temple).run(pushed.request(), Progress.NONE);
        pushed.share();
        return pushed;
    }

    /// Takes in what has changed and shares that.
    void push() {
        sync();
        share();
    }

    /// Takes in what has changed.
    void sync() {
        new ProjectImport(temple).sync(slug, request(), false, Progress.NONE);
    }

    Temple temple() {
        return temple;
    }

    /// The refs that the temple has taken in, as `for-each-ref` lists them.
    String refs() {
        var exported = scratch.resolve("exported");
        long id = new Projects(temple).require(slug).id();
        new GitExport(temple).run(id, exported, true, Progress.NONE);
        return GitFolder.at(exported).run("for-each-ref", "--format=%(objectname) %(refname)");
    }

    private ImportRequest request() {
        return new ImportRequest(
                source.toString(),
                source,
                Optional.of(new Slug(slug)),
                Optional.empty(),
                true,
                List.of(),
                new Author("Ada", "ada@example.org"),
                scratch);
    }

    /// As a whole package, published as the next version: the temple's own client needs other libraries than the
    /// server.
    private void share() {
        shareWith(owner, slug);
    }

    /// Gives what the project is now to another project on the server, a fork for instance.
    void shareWith(Api.User owner, String address) {
        var file = scratch.resolve(slug + ".cathedral");
        new PackageExport(temple)
                .run(
                        new ExportRequest(
                                slug,
                                file,
                                PackageLayout.FILE,
                                PathFilter.NONE,
                                HistoryMode.FULL,
                                Existing.REPLACE,
                                "test"),
                        Progress.NONE);
        var upload = "http://127.0.0.1:%d/api/v1/packages/%s/%s/upload?version=1.0.%d&visibility=%s"
                .formatted(RestAssured.port, owner.name(), address, versions++, visibility);
        try {
            var request = HttpRequest.newBuilder(URI.create(upload))
                    .header("Authorization", "Bearer " + owner.token())
                    .header("Content-Type", "application/octet-stream")
                    .POST(HttpRequest.BodyPublishers.ofFile(file))
                    .build();
            var answer = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new AssertionError(answer.body());
            }
        } catch (IOException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /// Where git finds it.
    String address() {
        return address("");
    }

    /// The same with a name and a token in it.
    String address(String token) {
        return "http://%s127.0.0.1:%d/%s/%s.git"
                .formatted(token.isEmpty() ? "" : "git:" + token + "@", RestAssured.port, owner.name(), slug);
    }

    @Override
    public void close() {
        temple.close();
    }
}
