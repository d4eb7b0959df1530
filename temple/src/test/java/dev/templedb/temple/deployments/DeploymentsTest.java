package dev.templedb.temple.deployments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Progress;
import dev.templedb.core.TempleException;
import dev.templedb.packages.content.PackageLayout;
import dev.templedb.packages.disk.Existing;
import dev.templedb.packages.json.Json;
import dev.templedb.temple.Temple;
import dev.templedb.temple.exchange.ExportRequest;
import dev.templedb.temple.exchange.HistoryMode;
import dev.templedb.temple.exchange.PackageExport;
import dev.templedb.temple.exchange.PackageImport;
import dev.templedb.temple.exchange.PackageImportRequest;
import dev.templedb.temple.fixtures.FilledTemple;
import dev.templedb.temple.intake.PathFilter;
import dev.templedb.temple.variables.Variables;
import dev.templedb.testkit.GitFolder;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Real scripts, run by the real shell.
class DeploymentsTest {
    private static final String SECRET = "open-sesame-4711";

    @TempDir
    private Path folder;

    private Temple temple;
    private DeploymentTargets targets;
    private Deployments deployments;
    private GitFolder git;
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
    private Map<String, byte[]> secrets = Map.of();

    @BeforeEach
    void open() {
        temple = FilledTemple.open(folder.resolve("temple.sqlite"));
        targets = new DeploymentTargets(temple);
        deployments = new Deployments(temple);
        git = GitFolder.init(folder.resolve("git"));
    }

    @AfterEach
    void close() {
        temple.close();
    }

    private void project(String script) {
        git.write("deploy.sh", script).write("file.txt", "content\n").commit("one");
        FilledTemple.take(temple, "web", git.path());
    }

    private static TargetChange change(Map<String, String> texts) {
        return new TargetChange(texts, Optional.empty(), Map.of(), List.of());
    }

    private void target(Map<String, String> texts) {
        targets.add("web", "prod", change(texts));
    }

    private DeploymentRequest request(String... arguments) {
        var copies = new LinkedHashMap<String, byte[]>();
        secrets.forEach((name, value) -> copies.put(name, value.clone()));
        return new DeploymentRequest(
                "web",
                "prod",
                List.of(arguments),
                slug -> copies,
                Map.of("PATH", String.valueOf(System.getenv("PATH"))),
                folder.resolve("scratch"),
                Optional.of(Path.of("/usr/bin/setsid")).filter(Files::isExecutable));
    }

    private final DeploymentListener listener = new DeploymentListener() {
        @Override
        public void begins(Deployment deployment) {}

        @Override
        public void says(byte[] bytes, boolean isError) {
            heard.writeBytes(bytes);
        }
    };

    private Deployment run(String... arguments) {
        return deployments.run(request(arguments), "HEAD", listener);
    }

    private void fails(ErrorCode code, String... parts) {
        assertThatThrownBy(this::run).isInstanceOfSatisfying(TempleException.class, e -> {
            assertThat(e.code()).as(e.getMessage()).isEqualTo(code);
            for (var part : parts) {
                assertThat(e.getMessage()).contains(part);
            }
        });
    }

    private Deployment last() {
        return deployments.history("web").getFirst();
    }

    @Test
    void a_script_gets_files_variables_secrets_and_arguments() {
        project("""
                echo "$GREETING $OWN $TEMPLEDB_TARGET $TEMPLEDB_HOST $1"
                cat file.txt
                echo "secret has ${#TOKEN} characters: $TOKEN" >&2
                ls ..
                """);
        new Variables(temple).set("web", "prod", Map.of("GREETING", "hello"), false);
        secrets = Map.of("TOKEN", SECRET.getBytes(StandardCharsets.UTF_8));
        targets.add(
                "web",
                "prod",
                new TargetChange(Map.of("host", "web1"), Optional.empty(), Map.of("OWN", "own"), List.of()));

        var done = run("argument");

        assertThat(done.state()).isEqualTo(DeploymentState.SUCCEEDED);
        assertThat(heard.toString(StandardCharsets.UTF_8))
                .contains("hello own prod web1 argument\n", "content\n", "secret has 16 characters: ***\n")
                .doesNotContain(SECRET);
        assertThat(done.log()).contains("***").doesNotContain(SECRET);
        assertThat(folder.resolve("scratch")).isEmptyDirectory();
        assertThat(done.who()).isEqualTo("test");
    }

    @Test
    void nothing_on_the_disk_holds_a_secret() throws Exception {
        project("#!/bin/bash\necho $TOKEN; echo $TOKEN | base64; ps -ef; exit 3\n");
        secrets = Map.of("TOKEN", SECRET.getBytes(StandardCharsets.UTF_8));
        target(Map.of());

        fails(ErrorCode.DEPLOYMENT_FAILED, "exit code 3");

        temple.file().checkpoint();
        try (var files = Files.walk(folder)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .doesNotContain(SECRET);
            }
        }
        assertThat(heard.toString(StandardCharsets.UTF_8)).doesNotContain(SECRET);
    }

    @Test
    void a_script_that_fails_is_recorded_with_its_exit_code_and_last_words() {
        project("echo one; echo two >&2; exit 7\n");
        target(Map.of());

        fails(ErrorCode.DEPLOYMENT_FAILED, "the script ended with exit code 7", "one", "two");

        assertThat(last().state()).isEqualTo(DeploymentState.FAILED);
        assertThat(last().exitCode()).contains(7L);
        assertThat(last().step()).contains("script");
    }

    @Test
    void when_the_time_is_over_the_whole_group_ends() throws Exception {
        var marker = folder.resolve("alive");
        project("(trap '' TERM; while :; do date >" + marker + "; sleep 0.2; done) & sleep 100\n");
        targets.add("web", "prod", new TargetChange(Map.of(), Optional.of(Duration.ofSeconds(1)), Map.of(), List.of()));

        fails(ErrorCode.DEPLOYMENT_TIMED_OUT, "longer than 1 seconds");

        assertThat(last().state()).isEqualTo(DeploymentState.TIMED_OUT);
        assertThat(marker).exists();
        Files.delete(marker);
        Thread.sleep(1000);
        assertThat(marker).doesNotExist();
    }

    @Test
    void hooks_run_before_and_after_and_stop_what_follows_when_they_fail() {
        project("echo script\n");
        target(Map.of(
                "hooks.before", "echo before", "hooks.after", "echo after", "health_check.command", "echo health"));
        run();
        assertThat(heard.toString(StandardCharsets.UTF_8)).isEqualTo("before\nscript\nhealth\nafter\n");

        heard.reset();
        targets.edit("web", "prod", change(Map.of("hooks.before", "exit 2")));
        fails(ErrorCode.DEPLOYMENT_FAILED, "the step before ended with exit code 2");
        assertThat(heard.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(last().step()).contains("before");
    }

    @Test
    void a_health_check_waits_until_all_is_well() throws Exception {
        project("true\n");
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var asked = new java.util.concurrent.atomic.AtomicInteger();
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(asked.incrementAndGet() < 3 ? 503 : 200, -1);
            exchange.close();
        });
        server.start();
        try {
            target(Map.of(
                    "health_check.url",
                    "http://localhost:%d/health".formatted(server.getAddress().getPort())));
            assertThat(run().state()).isEqualTo(DeploymentState.SUCCEEDED);
            assertThat(asked).hasValue(3);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void a_deployment_that_is_not_well_afterwards_is_unhealthy() {
        git.write("deploy.sh", "true\n");
        git.write("x", "").commit("one");
        FilledTemple.take(temple, "web", git.path());
        target(Map.of("health_check.command", "exit 1"));
        var json = targets.get("web", "prod").json();
        var patient = json.with("health_check", json.object("health_check").with("timeout_seconds", 1));
        temple.file().<Boolean>write(tx -> {
            new SqliteTargetStore(tx, 1).put(TargetsDocument.empty().with(List.of(new Target(patient))));
            return true;
        });

        fails(ErrorCode.DEPLOYMENT_UNHEALTHY, "the health check does not succeed");
    }

    @Test
    void a_rollback_runs_the_last_good_commit_again() {
        project("cat file.txt; ! grep bad file.txt\n");
        target(Map.of());
        var good = run();
        assertThatThrownBy(() -> deployments.rollback(request(), Optional.empty(), listener))
                .isInstanceOfSatisfying(
                        TempleException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOTHING_TO_ROLL_BACK));
        targets.edit("web", "prod", change(Map.of("hooks.before", "exit 1")));
        fails(ErrorCode.DEPLOYMENT_FAILED);
        targets.edit("web", "prod", change(Map.of("hooks.before", "")));

        var back = deployments.rollback(request(), Optional.empty(), listener);

        assertThat(back.commit()).isEqualTo(good.commit());
        assertThat(back.kind()).isEqualTo("rollback");
        assertThat(deployments.history("web")).extracting(Deployment::number).containsExactly(3L, 2L, 1L);
    }

    /// The script goes on only when what it said is kept, and looks as if its program was killed from then on.
    @Test
    void what_was_said_is_kept_masked_while_it_runs_and_outlives_a_killed_program() throws Exception {
        project("""
                echo "half done with $TOKEN"
                until [ -e "$GO" ]; do sleep 0.1; done
                """);
        secrets = Map.of("TOKEN", SECRET.getBytes(StandardCharsets.UTF_8));
        var go = folder.resolve("go");
        targets.add(
                "web", "prod", new TargetChange(Map.of(), Optional.empty(), Map.of("GO", go.toString()), List.of()));
        var deploying = Thread.ofPlatform().start(this::run);
        try {
            while (deploying.isAlive()
                    && (deployments.history("web").isEmpty() || last().log().isEmpty())) {
                Thread.sleep(20);
            }

            assertThat(last().state()).isEqualTo(DeploymentState.RUNNING);
            assertThat(last().log()).isEqualTo("half done with ***\n");
        } finally {
            Files.writeString(go, "");
            deploying.join();
        }
        temple.file().<Boolean>write(tx -> {
            tx.update("""
                    UPDATE deployments
                       SET state = 'running', process = '999999999@2000-01-01T00:00:00Z', command = NULL, ended_at = NULL
                    """).execute();
            return true;
        });
        assertThat(last().state()).isEqualTo(DeploymentState.INTERRUPTED);
        assertThat(last().log()).isEqualTo("half done with ***\n");

        run();

        assertThat(deployments.get("web", 1).log()).isEqualTo("half done with ***\n");
        assertThat(deployments.get("web", 1).state()).isEqualTo(DeploymentState.INTERRUPTED);
    }

    /// All deployments are as if their program had been killed, with their files in `scratch`.
    private void killProgram(Path scratch) {
        temple.file().<Boolean>write(tx -> {
            tx.update(
                            "UPDATE deployments SET state = 'running', process = '999999999@2000-01-01T00:00:00Z', scratch = ?1")
                    .bind(1, scratch.toString())
                    .execute();
            return true;
        });
    }

    @Test
    void what_a_killed_program_left_behind_is_interrupted() throws Exception {
        project("true\n");
        target(Map.of());
        run();
        var left = Files.createDirectories(folder.resolve("scratch/deploy-9-1/files"));
        killProgram(left.getParent());
        assertThat(last().state()).isEqualTo(DeploymentState.INTERRUPTED);

        run();

        assertThat(deployments.get("web", 1).state()).isEqualTo(DeploymentState.INTERRUPTED);
        assertThat(left).doesNotExist();
    }

    /// The program can be killed at any moment; what it had begun lives on, also without the process that it began
    /// with.
    @Test
    void what_still_runs_of_a_killed_program_is_named_and_keeps_others_from_the_target() throws Exception {
        project("true\n");
        target(Map.of());
        run();
        var command = temple.file()
                .read(tx -> tx.query("SELECT command FROM deployments").first(row -> row.text(1)))
                .orElseThrow();
        assertThat(command).matches("\\d+@\\S* TEMPLEDB_RUN=\\S+");
        var builder = new ProcessBuilder("/bin/sh", "-c", "sleep 600 & echo started; wait");
        builder.environment().put("TEMPLEDB_RUN", command.replaceFirst(".*TEMPLEDB_RUN=", ""));
        var script = builder.start();
        try {
            script.getInputStream().read();
            var left = Files.createDirectories(folder.resolve("scratch/deploy-9-1/files"));
            killProgram(left.getParent());
            assertThat(last().state()).isEqualTo(DeploymentState.INTERRUPTED);
            assertThat(last().left()).contains(script.pid()).hasSize(2);

            fails(ErrorCode.DEPLOYMENT_RUNNING, "deployment 1 of web to prod was killed", Long.toString(script.pid()));
            assertThat(left).exists();
            assertThat(deployments.sweep(folder.resolve("scratch"))).isEmpty();
            assertThat(left).exists();

            script.destroyForcibly().waitFor();
            assertThat(last().left()).hasSize(1);
        } finally {
            dev.templedb.temple.processes.ProcessGroup.marked(command.substring(command.indexOf(' ') + 1))
                    .forEach(ProcessHandle::destroyForcibly);
        }
        ended(command);
        assertThat(deployments.sweep(folder.resolve("scratch"))).isEmpty();
        assertThat(folder.resolve("scratch")).isEmptyDirectory();

        run();

        assertThat(deployments.get("web", 1).state()).isEqualTo(DeploymentState.INTERRUPTED);
        assertThat(deployments.get("web", 1).left()).isEmpty();
    }

    @Test
    void files_of_deployments_that_are_over_are_swept_also_read_only_ones_and_nothing_else() throws Exception {
        project("true\n");
        target(Map.of());
        run();
        var scratch = Files.createDirectories(folder.resolve("scratch"));
        var locked = Files.createDirectories(scratch.resolve("deploy-9-1/files/locked"));
        Files.writeString(locked.resolve("copy.txt"), SECRET);
        Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("r-x------"));
        var nobodys = Files.createDirectories(scratch.resolve("deploy-8-1/files"));
        var others = Files.createDirectories(scratch.resolve("import-1"));
        var elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
        Files.createSymbolicLink(scratch.resolve("deploy-7-1"), elsewhere);
        Files.writeString(elsewhere.resolve("mine.txt"), "mine");
        temple.file().<Boolean>write(tx -> {
            tx.update("UPDATE deployments SET process = '999999999@2000-01-01T00:00:00Z', scratch = ?1")
                    .bind(1, scratch.resolve("deploy-9-1").toString())
                    .execute();
            return true;
        });

        assertThat(deployments.sweep(scratch)).isEmpty();

        assertThat(scratch.resolve("deploy-9-1")).doesNotExist();
        assertThat(nobodys.getParent()).doesNotExist();
        assertThat(others).exists();
        assertThat(elsewhere.resolve("mine.txt")).exists();
    }

    private static void ended(String command) throws InterruptedException {
        while (!LeftCommand.read(command).running().isEmpty()) {
            Thread.sleep(5);
        }
    }

    @Test
    void a_second_deployment_to_the_same_target_waits_its_turn() {
        project("true\n");
        target(Map.of());
        run();
        temple.file().<Boolean>write(tx -> {
            tx.update("UPDATE deployments SET state = 'running'").execute();
            return true;
        });

        fails(ErrorCode.DEPLOYMENT_RUNNING, "Deployment 1 of web to prod is running");
    }

    @Test
    void refuses_what_cannot_be_a_target() {
        project("true\n");
        for (var texts : List.of(
                Map.of("script", "../x"), Map.of("script", "/x"), Map.of("health_check.url", "file:///etc/passwd"))) {
            assertThatThrownBy(() -> target(texts))
                    .isInstanceOfSatisfying(
                            TempleException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TARGET_INVALID));
        }
        target(Map.of("script", "missing.sh"));
        fails(ErrorCode.FILE_NOT_FOUND);
        assertThat(deployments.history("web")).isEmpty();
    }

    private void brought(String json) {
        temple.file().<Boolean>write(tx -> {
            new SqliteTargetStore(tx, 1)
                    .put(new TargetsDocument(TargetsDocument.OURS, json.getBytes(StandardCharsets.UTF_8)));
            return true;
        });
    }

    @Test
    void a_script_that_is_a_symbolic_link_leads_nowhere() throws Exception {
        var outside = Files.writeString(folder.resolve("outside.sh"), "#!/bin/sh\necho outside\n");
        Files.setPosixFilePermissions(outside, PosixFilePermissions.fromString("rw-r--r--"));
        git.write("real.sh", "true\n");
        Files.createSymbolicLink(git.path().resolve("deploy.sh"), outside);
        git.commit("one");
        FilledTemple.take(temple, "web", git.path());
        target(Map.of());

        fails(ErrorCode.FILE_NOT_FOUND, "deploy.sh is a symbolic link");

        targets.edit(
                "web", "prod", change(Map.of("script", "real.sh", "hooks.before", "ln -sf " + outside + " real.sh")));
        fails(ErrorCode.FILE_NOT_FOUND, "real.sh is no longer a file");
        assertThat(last().step()).contains("script");
        assertThat(heard.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(Files.getPosixFilePermissions(outside)).isEqualTo(PosixFilePermissions.fromString("rw-r--r--"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'variables': {'A=B': 'hush'}",
                "'variables': {'C': 'hush\\u0000b'}",
                "'host': 'hush\\u0000b'",
                "'hooks': {'before': 'echo hush\\u0000b'}",
                "'health_check': {'url': 'file:///hush'}",
                "'health_check': {'url': 'http://hush:99999'}",
                "'script': ''",
                "'script': '../x'"
            })
    void a_target_of_a_package_that_cannot_be_one_is_refused_before_anything_runs(String members) {
        project("echo script\n");
        brought("[{'target_name': 'prod', %s}]".formatted(members).replace('\'', '"'));

        assertThatThrownBy(this::run)
                .isInstanceOfSatisfying(
                        TempleException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TARGET_INVALID))
                .hasMessageNotContaining("hush");

        assertThat(heard.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(deployments.history("web")).isEmpty();
    }

    @Test
    void what_a_project_says_to_the_loader_and_the_shell_is_for_its_script_alone() throws Exception {
        var bin = Files.createDirectories(folder.resolve("bin"));
        var fake = Files.writeString(bin.resolve("sh"), "#!/bin/sh\necho fake\n");
        Files.setPosixFilePermissions(fake, PosixFilePermissions.fromString("rwxr-xr-x"));
        project("echo \"$PATH $BASH_ENV ${LD_PRELOAD##*/}\"\n");
        targets.add(
                "web",
                "prod",
                new TargetChange(
                        Map.of(),
                        Optional.empty(),
                        Map.of("PATH", bin.toString(), "BASH_ENV", "it's \"$x\"", "LD_PRELOAD", "/nowhere/gone.so"),
                        List.of()));

        run();

        var said = heard.toString(StandardCharsets.UTF_8);
        assertThat(said).contains(bin + " it's \"$x\" gone.so\n").doesNotContain("fake");
        // The loader complains once for each program that it is to put the library into.
        assertThat(said.split("cannot be preloaded", -1)).hasSizeLessThanOrEqualTo(2);
    }

    private Path exported(Temple from, PackageLayout layout) {
        return new PackageExport(from)
                .run(
                        new ExportRequest(
                                "web",
                                folder.resolve("package-" + System.nanoTime()),
                                layout,
                                new PathFilter(List.of()),
                                HistoryMode.FULL,
                                Existing.REFUSE,
                                "0.1.0"),
                        Progress.NONE)
                .path();
    }

    @ParameterizedTest
    @EnumSource(names = {"FILE", "DIRECTORY"})
    void targets_travel_with_what_nobody_here_knows(PackageLayout layout) throws Exception {
        project("true\n");
        var odd = "[{\"requires_vpn\":0, \"target_name\":\"prod\",\"host\":\"h\",\"x\":{\"y\":[1.50]},"
                + "\"hooks\":{\"before\":\"echo hook\"}}]";
        brought(odd);
        var path = exported(temple, layout);
        try (var other = FilledTemple.open(folder.resolve("other.sqlite"))) {
            var report = new PackageImport(other)
                    .run(
                            new PackageImportRequest(
                                    path, Optional.empty(), false, false, false, folder.resolve("scratch2")),
                            Progress.NONE);
            assertThat(report.notices())
                    .anyMatch(notice -> notice.contains("prod (deploy.sh, before: echo hook)")
                            && notice.contains("templedb deploy target show"));
            var there = new DeploymentTargets(other);
            assertThat(there.list("web")).isEqualTo(targets.list("web"));
            assertThat(new PackageExport(other).state("web").documents())
                    .isEqualTo(new PackageExport(temple).state("web").documents());
            there.edit("web", "prod", change(Map.of("host", "h2")));
            assertThat(there.get("web", "prod").json().object("x").list("y")).containsExactly(new Json.Num("1.50"));
            assertThat(there.get("web", "prod").host()).contains("h2");
        }
        if (layout == PackageLayout.DIRECTORY) {
            assertThat(path.resolve("deployments/targets.json")).hasContent(odd);
        }
    }

    @Test
    void a_secret_that_no_variable_can_hold_is_left_out_and_the_history_says_so() {
        project("echo \"got ${TEXT:+text} ${KEYSTORE:-nothing}\"\n");
        target(Map.of());
        secrets = Map.of(
                "TEXT", "some words".getBytes(StandardCharsets.UTF_8), "KEYSTORE", new byte[] {(byte) 0xfe, 0, 1, 2, 3
                });

        var done = run();

        assertThat(done.state()).isEqualTo(DeploymentState.SUCCEEDED);
        assertThat(heard.toString(StandardCharsets.UTF_8))
                .contains("The secret KEYSTORE is left out", "got text nothing");
        assertThat(done.log()).contains("The secret KEYSTORE is left out");
    }
}
