package dev.templedb.acceptance;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The rules of `docs/architecture.md` that a compiler does not check.
class ArchitectureTest {
    private static final JavaClasses PROGRAM = new ClassFileImporter()
            .withImportOption(ArchitectureTest::isProgram)
            .importPackages("dev.templedb");

    /// `SqliteProjectStore`, `PostgresVersionStore` and what is nested in them.
    private static final DescribedPredicate<JavaClass> SQL_CLASS =
            describe("is named Sqlite* or Postgres*", type -> isSqlName(type.getName()));

    /// Tests lie in `target/test-classes`, in `target/check/test-classes` when `./check` has compiled them, or in
    /// the
    /// archive of them that other modules use.
    private static boolean isProgram(Location location) {
        return !location.contains("/test-classes/") && !location.contains("-tests.jar");
    }

    @Test
    void the_classes_of_the_program_are_found() {
        assertThat(PROGRAM.contain("dev.templedb.core.ErrorCode")).isTrue();
        assertThat(PROGRAM.contain("dev.templedb.cli.Main")).isTrue();
        assertThat(PROGRAM.contain("dev.templedb.cathedral.Cathedral")).isTrue();
        assertThat(PROGRAM.contain(ArchitectureTest.class.getName())).isFalse();
    }

    @Test
    void modules_use_only_the_modules_below_them() {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("dev.templedb..")
                .withOptionalLayers(true)
                .layer("core")
                .definedBy("dev.templedb.core..")
                .layer("sqlite")
                .definedBy("dev.templedb.sqlite..")
                .layer("packages")
                .definedBy("dev.templedb.packages..")
                .layer("storage")
                .definedBy("dev.templedb.storage..")
                .layer("analysis")
                .definedBy("dev.templedb.analysis..")
                .layer("api")
                .definedBy("dev.templedb.api..")
                .layer("branchdb")
                .definedBy("dev.templedb.branchdb..")
                .layer("temple")
                .definedBy("dev.templedb.temple..")
                .layer("cathedral")
                .definedBy("dev.templedb.cathedral..")
                .layer("cli")
                .definedBy("dev.templedb.cli..")
                .whereLayer("cli")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("cathedral")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("temple")
                .mayOnlyBeAccessedByLayers("cli")
                .whereLayer("branchdb")
                .mayOnlyBeAccessedByLayers("cli", "cathedral")
                .whereLayer("api")
                .mayOnlyBeAccessedByLayers("temple", "cli", "cathedral")
                .whereLayer("sqlite")
                .mayOnlyBeAccessedByLayers("temple", "branchdb")
                .whereLayer("storage")
                .mayOnlyBeAccessedByLayers("temple", "cathedral")
                .whereLayer("analysis")
                .mayOnlyBeAccessedByLayers("temple")
                .whereLayer("packages")
                .mayOnlyBeAccessedByLayers("temple", "branchdb", "api", "cathedral")
                .check(PROGRAM);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "packages", "storage", "analysis", "branchdb", "temple", "cathedral", "cli"})
    void features_of_a_module_form_no_cycle(String module) {
        slices().matching("dev.templedb." + module + ".(*)..")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(PROGRAM);
    }

    @Test
    void only_sqlite_and_classes_named_for_a_database_speak_jdbc() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.templedb.sqlite..")
                .and(DescribedPredicate.not(SQL_CLASS))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..")
                .check(PROGRAM);
    }

    @Test
    void only_the_programs_print_and_exit() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.templedb.cli..", "dev.templedb.cathedral.program..")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .accessField(System.class, "in")
                .orShould()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(Throwable.class, "printStackTrace")
                .check(PROGRAM);
    }

    @Test
    void only_the_programs_read_the_environment() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.templedb.cli..", "dev.templedb.cathedral.program..")
                .should()
                .callMethod(System.class, "getenv")
                .orShould()
                .callMethod(System.class, "getenv", String.class)
                .check(PROGRAM);
    }

    @Test
    void core_needs_the_jdk_and_jspecify_alone() {
        classes()
                .that()
                .resideInAPackage("dev.templedb.core..")
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage("dev.templedb.core..", "java..", "org.jspecify.annotations.."))
                .check(PROGRAM);
    }

    @Test
    void core_opens_no_files_and_no_sockets() {
        noClasses()
                .that()
                .resideInAPackage("dev.templedb.core..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.net..", "java.nio.channels..", "java.sql..")
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(java.nio.file.Files.class, java.io.File.class)
                .check(PROGRAM);
    }

    private static boolean isSqlName(String name) {
        String simple = name.substring(name.lastIndexOf('.') + 1);
        return simple.startsWith("Sqlite") || simple.startsWith("Postgres");
    }
}
