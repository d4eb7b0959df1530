package dev.templedb.temple.variables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Progress;
import dev.templedb.core.TempleException;
import dev.templedb.packages.content.PackageLayout;
import dev.templedb.packages.disk.Existing;
import dev.templedb.temple.Temple;
import dev.templedb.temple.audit.Audit;
import dev.templedb.temple.exchange.ExportRequest;
import dev.templedb.temple.exchange.HistoryMode;
import dev.templedb.temple.exchange.PackageExport;
import dev.templedb.temple.exchange.PackageImport;
import dev.templedb.temple.exchange.PackageImportRequest;
import dev.templedb.temple.fixtures.FilledTemple;
import dev.templedb.temple.intake.PathFilter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VariablesTest {
    @TempDir
    private Path folder;

    private Temple temple;
    private Variables variables;

    @BeforeEach
    void open() {
        temple = FilledTemple.open(folder.resolve("temple.sqlite"));
        FilledTemple.newProject(temple, "web");
        variables = new Variables(temple);
    }

    @AfterEach
    void close() {
        temple.close();
    }

    private Variables.Changed set(String environment, Map<String, String> values) {
        return variables.set("web", environment, values, false);
    }

    @Test
    void an_environment_takes_what_it_does_not_have_from_the_default_one() {
        set(Variables.DEFAULT, Map.of("PORT", "80", "LOG", "info"));
        set("prod", Map.of("LOG", "warn"));

        assertThat(variables.get("web", "prod", "LOG").value()).isEqualTo("warn");
        assertThat(variables.get("web", "prod", "PORT").environment()).isEqualTo("default");
        assertThat(Variables.write(variables.effective("web", "prod"))).isEqualTo("LOG=warn\nPORT=80\n");
        assertThat(Variables.write(variables.effective("web", "dev"))).isEqualTo("LOG=info\nPORT=80\n");
        assertThat(variables.list("web")).hasSize(3);
    }

    @Test
    void says_what_changed_and_what_looks_like_a_secret() {
        set("prod", Map.of("PORT", "80", "OLD", "1"));

        var changed = variables.set("web", "prod", Map.of("PORT", "80", "DB_PASSWORD", "x"), true);

        assertThat(changed.changed()).containsExactly("DB_PASSWORD");
        assertThat(changed.looksSecret()).containsExactly("DB_PASSWORD");
        assertThat(changed.unchanged()).isEqualTo(1);
        assertThat(changed.removed()).containsExactly("OLD");
        assertThat(new Audit(temple).list(Optional.of("web"), 1).getFirst().summary())
                .isEqualTo("environment prod, names DB_PASSWORD, removed OLD");
    }

    @Test
    void sets_all_or_nothing() {
        assertThatThrownBy(() -> set("prod", Map.of("GOOD", "1", "not good", "sesame")))
                .isInstanceOfSatisfying(TempleException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.VARIABLE_INVALID);
                    assertThat(e).hasMessageNotContaining("sesame");
                });
        assertThat(variables.list("web")).isEmpty();
        set("prod", Map.of("A", "1"));
        assertThatThrownBy(() -> variables.remove("web", "prod", List.of("A", "B")))
                .isInstanceOfSatisfying(
                        TempleException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.VARIABLE_NOT_FOUND));
        assertThat(variables.list("web")).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"FILE", "DIRECTORY"})
    void variables_travel(PackageLayout layout) {
        set(Variables.DEFAULT, Map.of("PORT", "80"));
        set("prod", Map.of("BANNER", "two\n\"lines\" $HOME", "EMPTY", ""));
        var exported = new PackageExport(temple)
                .run(
                        new ExportRequest(
                                "web",
                                folder.resolve("package"),
                                layout,
                                new PathFilter(List.of()),
                                HistoryMode.FULL,
                                Existing.REFUSE,
                                "0.1.0"),
                        Progress.NONE);
        try (var other = FilledTemple.open(folder.resolve("other.sqlite"))) {
            var taken = new PackageImport(other)
                    .run(
                            new PackageImportRequest(
                                    exported.path(), Optional.empty(), false, false, false, folder.resolve("scratch")),
                            Progress.NONE);

            assertThat(taken.contentRoot()).contains(exported.contentRoot());
            assertThat(new Variables(other).list("web"))
                    .extracting(Variable::environment, Variable::name, Variable::value)
                    .isEqualTo(variables.list("web").stream()
                            .map(v -> org.assertj.core.groups.Tuple.tuple(v.environment(), v.name(), v.value()))
                            .toList());
        }
        if (layout == PackageLayout.DIRECTORY) {
            assertThat(exported.path().resolve("environments/default.env")).hasContent("PORT=80\n");
        }
    }

    @Test
    void what_no_shell_can_have_is_written_as_a_comment() {
        set(Variables.DEFAULT, Map.of("LOG_LEVEL", "info", "log.level", "warn", "a-b", "1\n2"));
        var list = variables.effective("web", Variables.DEFAULT);

        assertThat(Variables.write(list)).isEqualTo("LOG_LEVEL=info\n# a-b='1\n# 2'\n# log.level=warn\n");
        assertThat(Variables.notForShells(list)).containsExactly("a-b", "log.level");
        assertThat(Variables.looksSecret(List.of("DB_PASSWORD", "PORT"))).containsExactly("DB_PASSWORD");
    }
}
