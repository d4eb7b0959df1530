package dev.templedb.temple.dependencies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.templedb.analysis.manifests.Manifest;
import dev.templedb.analysis.manifests.Mention;
import dev.templedb.analysis.manifests.PackageName;
import dev.templedb.analysis.manifests.Scope;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.temple.fixtures.IntakeSandbox;
import dev.templedb.testkit.GitFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.cyclonedx.Version;
import org.cyclonedx.parsers.JsonParser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DependenciesTest {
    private static final String POM = """
            <project><artifactId>%s</artifactId><dependencies><dependency><groupId>org.apache.logging.log4j</groupId>
              <artifactId>log4j-core</artifactId><version>%s</version></dependency></dependencies></project>""";
    private static final String LOCK = """
            {"name": "shop", "lockfileVersion": 3, "packages": {
              "": {"dependencies": {"a": "^1", "c": "*"}},
              "node_modules/a": {"version": "1.0.0", "dependencies": {"b": "*"}},
              "node_modules/b": {"version": "2.0.0", "dependencies": {"a": "*"}},
              "node_modules/c": {"version": "3.0.0", "dependencies": {"b": "*"}}}}
            """;

    @TempDir
    Path directory;

    private IntakeSandbox sandbox;
    private GitFolder git;

    @BeforeEach
    void open() {
        sandbox = new IntakeSandbox(directory);
        git = GitFolder.init(directory.resolve("git"));
    }

    @AfterEach
    void close() {
        assertThat(sandbox.temple().file().integrityCheck()).isEmpty();
        sandbox.close();
    }

    private Dependencies dependencies() {
        return new Dependencies(sandbox.temple());
    }

    private List<String> list(String slug) {
        return dependencies().list(sandbox.project(slug).project().id()).stream()
                .map(one -> one.path() + " " + one.purl())
                .toList();
    }

    @Test
    void follow_head_through_import_and_sync() {
        git.write("pom.xml", POM.formatted("x", "2.16.0"))
                .write("web/package-lock.json", LOCK)
                .commit("one");
        sandbox.take("p", git.path());
        assertThat(list("p"))
                .containsExactly(
                        "pom.xml pkg:maven/org.apache.logging.log4j/log4j-core@2.16.0",
                        "web/package-lock.json pkg:npm/a@1.0.0",
                        "web/package-lock.json pkg:npm/b@2.0.0",
                        "web/package-lock.json pkg:npm/c@3.0.0");

        git.write("pom.xml", POM.formatted("x", "2.17.1")).run("rm", "-q", "-r", "web");
        git.commit("two");
        sandbox.sync("p");
        assertThat(list("p")).containsExactly("pom.xml pkg:maven/org.apache.logging.log4j/log4j-core@2.17.1");
    }

    @Test
    void read_each_manifest_once_for_all_projects() {
        git.write("pom.xml", POM.formatted("x", "2.16.0")).commit("one");
        sandbox.take("p", git.path());
        var rows = "SELECT count(*), ?1 > 0 FROM manifests";
        var before = sandbox.project("p").rows(rows);
        sandbox.take("q", git.path());
        assertThat(sandbox.project("q").rows(rows)).isEqualTo(before);
        assertThat(list("q")).isEqualTo(list("p"));
    }

    @Test
    void are_found_for_projects_that_came_in_before_they_were_recorded() {
        git.write("pom.xml", POM.formatted("x", "2.16.0")).commit("one");
        sandbox.take("p", git.path());
        var before = list("p");
        for (var table :
                List.of("dependency_states", "project_manifests", "dependencies", "dependency_edges", "manifests")) {
            sandbox.temple()
                    .file()
                    .write(tx -> tx.update("DELETE FROM " + table).execute());
        }
        assertThat(list("p")).isEqualTo(before).isNotEmpty();
    }

    /// As somebody might have written it into the temple.
    private void makeSay(String like, Manifest manifest) {
        sandbox.temple()
                .file()
                .write(tx -> tx.update("UPDATE manifests SET said = :said WHERE format = :format")
                        .bind("said", ManifestCodec.encode(manifest))
                        .bind("format", like)
                        .execute());
    }

    @Test
    void a_manifest_that_fits_nothing_stops_neither_an_import_nor_the_others() {
        git.write("package-lock.json", LOCK)
                .write("web/package.json", "{\"dependencies\": {\"d\": \"1.0.0\"}}")
                .commit("one");
        sandbox.take("p", git.path());
        var needsWhatIsNot =
                new Mention(new PackageName("npm", "", "a"), "1.0.0", null, Scope.RUNTIME, true, List.of(7));
        makeSay("PACKAGE_LOCK", new Manifest(null, List.of(needsWhatIsNot), true, Map.of()));

        sandbox.take("q", git.path());

        assertThat(list("q")).containsExactly("web/package.json pkg:npm/d@1.0.0");
        assertThat(dependencies().problems(sandbox.project("q").project().id()))
                .extracting(problem -> problem.path() + ": " + problem.problem())
                .containsExactly("package-lock.json: what it says does not fit together");
    }

    @Test
    void say_which_projects_a_package_affects() {
        git.write("pom.xml", POM.formatted("x", "2.16.0")).commit("one");
        sandbox.take("old", git.path());
        git.write("pom.xml", POM.formatted("x", "2.17.1")).commit("two");
        sandbox.take("new", git.path());
        git.write("pom.xml", POM.formatted("x", "${nobody}")).commit("three");
        sandbox.take("unsure", git.path());

        assertThat(dependencies().impact("log4j-core < 2.17"))
                .extracting(hit -> hit.project() + " " + hit.certain())
                .containsExactly("old true", "unsure false");
        assertThat(dependencies().impact("org.apache.logging.log4j:log4j-core >= 2.17"))
                .extracting(ImpactHit::project)
                .containsExactly("new", "unsure");
        assertThat(dependencies().impact("pkg:npm/log4j-core")).isEmpty();
        assertThatThrownBy(() -> dependencies().impact("<"))
                .isInstanceOfSatisfying(
                        TempleException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.PACKAGE_QUERY_INVALID));
    }

    @Test
    void leave_out_requirements_that_have_no_room_for_what_is_asked() {
        git.write("composer.json", "{\"require\": {\"monolog/monolog\": \"^3.0\"}}")
                .write("Gemfile", "gem \"rails\", \"~> 7.0\"\n")
                .write("pom.xml", POM.formatted("x", "2.14.1"))
                .commit("one");
        sandbox.take("p", git.path());

        assertThat(dependencies().impact("monolog < 2")).isEmpty();
        assertThat(dependencies().impact("monolog < 3.1"))
                .singleElement()
                .satisfies(hit -> assertThat(hit.certain()).isFalse());
        assertThat(dependencies().impact("rails"))
                .singleElement()
                .satisfies(hit -> assertThat(hit.dependency().requirement()).isEqualTo("~> 7.0"));
        for (var question :
                List.of("log4j-core@2.14.1", "pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1?type=jar")) {
            assertThat(dependencies().impact(question))
                    .singleElement()
                    .satisfies(hit -> assertThat(hit.certain()).isTrue());
        }
        assertThat(dependencies().impact("log4j-core@2.14.2")).isEmpty();
    }

    @Test
    void follow_what_requirements_of_python_name_within_the_project() {
        git.write(
                        "requirements.txt",
                        "a==1\n-r deps/base.txt\n-c deps/pins # pinned\n-r ../outside.txt\n-r https://example.org/x.txt\n")
                .write(
                        "deps/base.txt",
                        "b==1 \\\n    --hash=sha256:aa ; python_version < '4'\n--requirement=../more.in2\n-e ./own\n")
                .write("deps/pins", "c==3\n")
                .write("more.in2", "-r requirements.txt\n-rdeps/base.txt\nc>=1\n")
                .write("unnamed.txt", "never==1\n")
                .commit("one");
        sandbox.take("p", git.path());
        assertThat(found("a", "b", "c", "never"))
                .containsExactly("a requirements.txt", "b deps/base.txt", "c deps/pins", "c more.in2");

        git.write("deps/base.txt", "b==2\n-r ../unnamed.txt\n").commit("two");
        sandbox.sync("p");
        assertThat(dependencies().impact("b = 2")).hasSize(1);
        assertThat(found("c", "never")).containsExactly("c deps/pins", "never unnamed.txt");

        git.write("deps/base.txt", "b==2\n-r ../later.txt\n").commit("three");
        sandbox.sync("p");
        assertThat(found("never", "d")).isEmpty();
        git.write("later.txt", "d==1\n").commit("four");
        sandbox.sync("p");
        assertThat(found("d")).containsExactly("d later.txt");
    }

    @Test
    void follow_hundreds_of_files_of_requirements_side_by_side_and_in_a_chain() {
        var flat = new StringBuilder();
        for (int i = 1; i <= 300; i++) {
            flat.append("-r flat/%d.in\n".formatted(i));
            git.write("flat/%d.in".formatted(i), "flat%d==1\n".formatted(i))
                    .write("chain/%d.in".formatted(i), "-r %d.in\nchain%d==1\n".formatted(i + 1, i));
        }
        git.write("requirements.txt", flat + "-r chain/1.in\n")
                .write("chain/301.in", "")
                .commit("one");
        sandbox.take("p", git.path());

        assertThat(list("p")).hasSize(600);
        assertThat(found("chain300", "flat300")).containsExactly("chain300 chain/300.in", "flat300 flat/300.in");
        assertThat(dependencies().problems(sandbox.project("p").project().id())).isEmpty();
        assertThat(dependencies().unfollowed()).isEmpty();
    }

    @Test
    void say_where_files_of_requirements_name_more_than_is_followed() {
        var names = new StringBuilder();
        for (int i = 0; i < FollowedRequirements.MOST_LOOKED_FOR; i++) {
            names.append("-r %d.in\n".formatted(i));
        }
        git.write("requirements.txt", names + "-r last.in\n")
                .write("0.in", "first==1\n-r requirements.txt\n")
                .write("last.in", "last==1\n")
                .commit("one");
        sandbox.take("p", git.path());
        long project = sandbox.project("p").project().id();

        assertThat(found("first", "last")).containsExactly("first 0.in");
        assertThat(dependencies().problems(project))
                .extracting(UnreadManifest::sentence)
                .containsExactly(
                        "requirements.txt was read in part: the project's files of requirements name more than 10000"
                                + " others, and those that come after are not followed.",
                        "requirements.txt was read in part: it names 1.in and 9998 others, which are no files of the"
                                + " project.");
        assertThat(dependencies().unfollowed()).containsExactly("p");

        git.write("requirements.txt", "-r last.in\n").commit("two");
        sandbox.sync("p");
        assertThat(found("first", "last")).containsExactly("last last.in");
        assertThat(dependencies().problems(project)).isEmpty();
        assertThat(dependencies().unfollowed()).isEmpty();
    }

    @Test
    void say_which_files_of_requirements_name_some_that_are_missing() {
        git.write("requirements.txt", "a==1\n-r missing.txt\n-r base.in\n-c pins.txt\n--requirement=./missing.txt\n")
                .write("base.in", "b==1\n-c missing.txt\n-r ../outside.txt\n")
                .write("requirements-dev.txt", "-r 1.in\n-r 2.in\n-c 3.in\n-r requirements.txt\n")
                .commit("one");
        sandbox.take("p", git.path());
        long project = sandbox.project("p").project().id();

        assertThat(list("p")).hasSize(2);
        assertThat(dependencies().problems(project))
                .extracting(UnreadManifest::sentence)
                .containsExactly(
                        "base.in was read in part: it names missing.txt, which is no file of the project.",
                        "requirements-dev.txt was read in part: it names 1.in and 2 others, which are no files of the"
                                + " project.",
                        "requirements.txt was read in part: it names missing.txt and another one, which are no files of"
                                + " the project.");

        git.write("requirements.txt", "a==1\n-r base.in\n")
                .write("requirements-dev.txt", "-r requirements.txt\n")
                .write("missing.txt", "c==1\n")
                .commit("two");
        sandbox.sync("p");
        assertThat(dependencies().problems(project)).isEmpty();
    }

    @Test
    void follow_names_of_files_of_requirements_as_a_shell_would_read_them() {
        git.write("requirements.txt", """
                        -r "my base.in"
                        -r my\\ base2.in
                        --requirement='q 3'.in
                        --constraint "pins \\"4\\".in" # comment
                        -i https://example.org/simple -r plain.in --no-index
                        -r "open
                        """)
                .write("my base.in", "q1==1\n")
                .write("my base2.in", "q2==1\n")
                .write("q 3.in", "q3==1\n")
                .write("pins \"4\".in", "q4==1\n")
                .write("plain.in", "q5==1\n")
                .write("open", "q6==1\n")
                .commit("one");
        sandbox.take("p", git.path());

        assertThat(found("q1", "q2", "q3", "q4", "q5", "q6"))
                .containsExactly("q1 my base.in", "q2 my base2.in", "q3 q 3.in", "q4 pins \"4\".in", "q5 plain.in");
    }

    private List<String> found(String... names) {
        return java.util.Arrays.stream(names)
                .flatMap(name -> dependencies().impact(name).stream()
                        .map(hit -> name + " " + hit.dependency().path()))
                .toList();
    }

    @Test
    void say_by_which_ways_a_package_came() {
        git.write("package-lock.json", LOCK).commit("one");
        sandbox.take("p", git.path());
        assertThat(dependencies().why(sandbox.project("p").project().id(), "b"))
                .extracting(chain -> String.join(
                        " > ", chain.links().stream().map(Dependency::text).toList()))
                .containsExactly("a 1.0.0 > b 2.0.0", "c 3.0.0 > b 2.0.0");
        assertThat(dependencies().why(sandbox.project("p").project().id(), "b > 2"))
                .isEmpty();
    }

    @Test
    void never_refuse_an_import_for_a_broken_manifest() {
        git.write("package.json", "{\"dependencies\": ")
                .write("go.mod", "require x/y v1.0.0\n")
                .commit("one");
        sandbox.take("p", git.path());
        long project = sandbox.project("p").project().id();
        assertThat(list("p")).containsExactly("go.mod pkg:golang/x/y@v1.0.0");
        assertThat(dependencies().problems(project))
                .singleElement()
                .satisfies(problem -> assertThat(problem.path().text()).isEqualTo("package.json"));
    }

    @Test
    void of_twenty_thousand_packages_are_read() {
        var lock = new StringBuilder("{\"lockfileVersion\": 3, \"packages\": {\"\": {\"dependencies\": {");
        for (int i = 0; i < 12_000; i++) {
            lock.append(i == 0 ? "" : ",").append("\"p%d\":\"*\"".formatted(i));
        }
        lock.append("}}");
        for (int i = 0; i < 20_000; i++) {
            lock.append(
                    ",\"node_modules/p%d\":{\"version\":\"1.0.%d\",\"dependencies\":{\"p%d\":\"*\",\"p%d\":\"*\",\"p%d\":\"*\"}}"
                            .formatted(i, i, (i + 1) % 20_000, (i + 2) % 20_000, (i + 3) % 20_000));
        }
        git.write("package-lock.json", lock.append("}}").toString())
                .write("package.json", "{\"dependencies\": {\"p1\": \"1\"}}")
                .write("go.mod", "require a.b/c v1.0.0\n".repeat(100_000))
                .commit("one");
        sandbox.take("p", git.path());
        long project = sandbox.project("p").project().id();
        assertThat(dependencies().problems(project)).isEmpty();
        assertThat(list("p"))
                .hasSize(120_000)
                .contains("package-lock.json pkg:npm/p19999@1.0.19999", "go.mod pkg:golang/a.b/c@v1.0.0");
    }

    @Test
    void never_refuse_an_import_for_what_cannot_be_kept_of_a_manifest() {
        git.write("half/package.json", "{\"dependencies\": {\"a\": \"\\ud800\"}}")
                .write("long/package.json", "{\"dependencies\": {\"a\": \"%s\"}}".formatted("1".repeat(5 << 20)))
                .write("go.mod", "require x/y v1.0.0\n")
                .commit("one");
        sandbox.take("p", git.path());
        assertThat(list("p")).containsExactly("go.mod pkg:golang/x/y@v1.0.0");
        assertThat(dependencies().problems(sandbox.project("p").project().id()))
                .extracting(problem -> problem.path().text())
                .containsExactly("half/package.json", "long/package.json");
    }

    @Test
    void are_read_anew_when_what_is_kept_of_a_manifest_is_damaged() {
        git.write("package-lock.json", LOCK).commit("one");
        sandbox.take("p", git.path());
        var before = list("p");
        sandbox.temple()
                .file()
                .write(tx -> tx.update("UPDATE manifests SET said = x'00'").execute());
        sandbox.take("q", git.path());
        assertThat(list("q")).isEqualTo(before);
        assertThat(dependencies().problems(sandbox.project("q").project().id())).isEmpty();
    }

    @Test
    void cost_nothing_when_other_files_change() {
        git.write("package-lock.json", LOCK).write("a.txt", "1\n").commit("one");
        sandbox.take("p", git.path());
        git.write("a.txt", "2\n").commit("two");
        long without = sandbox.statements(() -> sandbox.sync("p"));
        git.write("a.txt", "3\n")
                .write("package-lock.json", LOCK.replace("3.0.0", "3.0.1"))
                .commit("three");
        assertThat(sandbox.statements(() -> sandbox.sync("p"))).isGreaterThan(without);
        assertThat(list("p")).contains("package-lock.json pkg:npm/c@3.0.1");
    }

    @Test
    void are_written_as_valid_cyclonedx() throws Exception {
        git.write("package-lock.json", LOCK)
                .write("pom.xml", POM.formatted("x", "2.16.0"))
                .write("requirements.txt", "Django>=4\nflask==3.0.0\n")
                .write(
                        "odd/package.json",
                        "{\"dependencies\": {\"we ird\\u0007\": \"1\", \"@s/ü\": \"^1\", \"%\": \"2.0.0\"}}")
                .commit("one");
        sandbox.take("p", git.path());
        var project = sandbox.project("p").project();
        var bill = new BillOfMaterials(sandbox.temple(), "0.1.0").of(project);
        assertThat(new BillOfMaterials(sandbox.temple(), "0.1.0").of(project)).isEqualTo(bill);

        assertThat(new JsonParser()
                        .validate(new String(bill, java.nio.charset.StandardCharsets.UTF_8), Version.VERSION_16))
                .isEmpty();
        var parsed = new JsonParser().parse(bill);
        assertThat(parsed.getComponents())
                .extracting(one -> one.getPurl())
                .contains("pkg:npm/a@1.0.0", "pkg:pypi/django");
        assertThat(parsed.getDependencies()).hasSize(parsed.getComponents().size() + 1);
    }

    @Test
    void of_an_empty_project_make_a_valid_bill() throws Exception {
        git.write("a.txt", "1\n").commit("one");
        sandbox.take("p", git.path());
        var bill = new BillOfMaterials(sandbox.temple(), "0.1.0")
                .of(sandbox.project("p").project());
        assertThat(new JsonParser()
                        .validate(new String(bill, java.nio.charset.StandardCharsets.UTF_8), Version.VERSION_16))
                .isEmpty();
    }
}
