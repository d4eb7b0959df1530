package dev.templedb.analysis.versions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.maven.artifact.versioning.ComparableVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VersionOrderTest {
    private static void ascending(VersionOrder order, List<String> versions) {
        for (int i = 0; i < versions.size(); i++) {
            for (int j = 0; j < versions.size(); j++) {
                assertThat(Integer.signum(order.compare(versions.get(i), versions.get(j))))
                        .as("%s and %s", versions.get(i), versions.get(j))
                        .isEqualTo(Integer.compare(i, j));
            }
        }
    }

    @Test
    void semantic_versions_have_the_order_of_their_specification() {
        ascending(
                VersionOrder.SEMANTIC,
                List.of(
                        "1.0.0-alpha",
                        "1.0.0-alpha.1",
                        "1.0.0-alpha.beta",
                        "1.0.0-beta",
                        "1.0.0-beta.2",
                        "1.0.0-beta.11",
                        "1.0.0-rc.1",
                        "1.0.0",
                        "1.0.0.1",
                        "1.2",
                        "1.10.0",
                        "v2.0.0+incompatible",
                        "3.0.0-20240101000000-abcdef",
                        "99999999999999999999999.0.0"));
        assertThat(VersionOrder.SEMANTIC.compare("1.0", "v1.0.0+build")).isZero();
    }

    @Test
    void versions_of_python_have_the_order_of_pep_440() {
        ascending(
                VersionOrder.PYTHON,
                List.of(
                        "garbage",
                        "1.0.dev456",
                        "1.0a1",
                        "1.0a2.dev456",
                        "1.0a12.dev456",
                        "1.0a12",
                        "1.0b1.dev456",
                        "1.0b2",
                        "1.0b2.post345.dev456",
                        "1.0b2.post345",
                        "1.0rc1.dev456",
                        "1.0rc1",
                        "1.0",
                        "1.0+abc.5",
                        "1.0+abc.7",
                        "1.0+5",
                        "1.0.post456.dev34",
                        "1.0.post456",
                        "1.0.15",
                        "1.1.dev1",
                        "1!0.1"));
        assertThat(VersionOrder.PYTHON.compare("1.0-1", "1.0.0.post1")).isZero();
        assertThat(VersionOrder.PYTHON.compare("1.0c1", "v1.0RC1")).isZero();
    }

    @Test
    void versions_of_gems() {
        ascending(
                VersionOrder.RUBY,
                List.of(
                        "1.0.a",
                        "1.0.a.2",
                        "1.0.b1",
                        "1.0.rc10",
                        "1.0",
                        "1.0.1",
                        "1.9",
                        "1.10",
                        "2.0.0.pre1",
                        "2.0.0"));
        assertThat(VersionOrder.RUBY.compare("1.0.0", "1")).isZero();
        assertThat(VersionOrder.RUBY.compare("1.0.0.a", "1.0.a")).isZero();
    }

    @Test
    void versions_of_composer() {
        ascending(
                VersionOrder.PHP,
                List.of(
                        "1.0.0-dev",
                        "1.0.0-alpha1",
                        "1.0.0-beta1",
                        "1.0.0-beta2",
                        "1.0.0-RC1",
                        "v1.0.0",
                        "1.0.0-p1",
                        "1.0.1",
                        "1.10"));
        assertThat(VersionOrder.PHP.compare("1.0", "1.0.0.0")).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "1.0",
                "1-SNAPSHOT",
                "2.0-rc1",
                "2.0.rc-2",
                "33.0.0-jre",
                "1.0.0.Final",
                "1-sp",
                "1.a2",
                "1.0-0",
                "",
                "-",
                "1--1"
            })
    void versions_of_maven_compare_as_maven_does(String a) {
        for (var b : List.of(
                "1",
                "1.0.1",
                "1-rc",
                "1-alpha-1",
                "2",
                "33.0.0-android",
                "1.0.0.RELEASE",
                "1.0.0.GA",
                "1.m1",
                "1-xyz-2")) {
            assertThat(Integer.signum(VersionOrder.MAVEN.compare(a, b)))
                    .as("%s and %s", a, b)
                    .isEqualTo(Integer.signum(new ComparableVersion(a).compareTo(new ComparableVersion(b))));
        }
    }

    @Property(tries = 5000)
    void any_versions_compare_as_maven_does(@ForAll("versions") String a, @ForAll("versions") String b) {
        assertThat(Integer.signum(VersionOrder.MAVEN.compare(a, b)))
                .as("%s and %s", a, b)
                .isEqualTo(Integer.signum(new ComparableVersion(a).compareTo(new ComparableVersion(b))));
    }

    @Provide
    Arbitrary<String> versions() {
        return Arbitraries.of(
                        "0",
                        "1",
                        "2",
                        "10",
                        "007",
                        ".",
                        ".",
                        "-",
                        "rc",
                        "alpha",
                        "a",
                        "sp",
                        "final",
                        "snapshot",
                        "x",
                        "m",
                        "ga")
                .list()
                .ofMaxSize(8)
                .map(parts -> String.join("", parts));
    }

    @Property(tries = 2000)
    void every_order_is_consistent_when_sides_are_exchanged(
            @ForAll("versions") String a, @ForAll("versions") String b, @ForAll VersionOrder order) {
        if (order != VersionOrder.MAVEN) {
            assertThat(Integer.signum(order.compare(a, b))).isEqualTo(-Integer.signum(order.compare(b, a)));
            assertThat(order.compare(a, a)).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "log4j-core < 2.17 | maven | 2.16.0 | true",
                "log4j-core < 2.17 | maven | 2.17.0 | false",
                "log4j-core<2.17 | maven | 2.17-rc1 | true",
                "org.apache.logging.log4j:log4j-core >= 2.0, < 2.17 | maven | 1.2 | false",
                "pkg:maven/org.apache.logging.log4j/log4j-core@2.16.0 | maven | 2.16.0 | true",
                "pkg:maven/org.apache.logging.log4j/log4j-core@2.16.0?type=jar#x | maven | 2.16.0 | true",
                "log4j-core@2.16.0 | maven | 2.16.0 | true",
                "log4j-core@2.16.0 | maven | 2.17.0 | false",
                "org.apache.logging.log4j:log4j-core@2.16.0 | maven | 2.16.0 | true",
                "LOG4J-core 2.16.0 | maven | 2.16.0 | true",
                "log4j-core != 2.16.0 | maven | 2.16.0 | false",
                "log4j-core | maven | 1 | true"
            })
    void questions_mean_versions(String question, String type, String version, boolean expected) {
        var query = java.util.Objects.requireNonNull(PackageQuery.parse(question));
        assertThat(query.means(type, "org.apache.logging.log4j", "log4j-core")).isTrue();
        assertThat(query.allows(type, version)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a ~= 2.0",
                "a~=2.0",
                "a ~> 2",
                "a ~2",
                "a~2",
                "a ^2",
                "a^2",
                "a === 2",
                "a <> 1",
                "a < abc",
                "a >= latest",
                "a = 2.*",
                "a 2.x",
                "a > =",
                "a@^2"
            })
    void signs_and_versions_that_a_question_cannot_have_are_refused(String text) {
        assertThat(PackageQuery.parse(text)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a < 1.0.0-rc.1+build",
                "a < 1!2.0",
                "a < v1.2",
                "guava < r09",
                "a = Finchley.RELEASE",
                "a dev-main",
                "a = dev-feature/one",
                "git.sr.ht/~one/a >= v0.1",
                "pkg:golang/git.sr.ht/~one/a@v0.1",
                "a < 1:2.0~rc1"
            })
    void versions_as_package_managers_write_them_are_taken(String text) {
        assertThat(PackageQuery.parse(text)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "< 2", "a <", "a < 1 2 <", "pkg:/x", "a/", "a < , > 2", "a@", "pkg:npm/a@"})
    void other_texts_are_no_questions(String text) {
        assertThat(PackageQuery.parse(text)).isNull();
    }

    @Test
    void names_are_whole_or_their_last_part() {
        var core = java.util.Objects.requireNonNull(PackageQuery.parse("@babel/core"));
        assertThat(core.means("npm", "@babel", "core")).isTrue();
        assertThat(core.means("npm", "@other", "core")).isFalse();
        assertThat(PackageQuery.parse("@babel/core@7.0.0")).isEqualTo(PackageQuery.parse("@babel/core = 7.0.0"));
        assertThat(java.util.Objects.requireNonNull(PackageQuery.parse("core")).means("npm", "@babel", "core"))
                .isTrue();
        assertThat(java.util.Objects.requireNonNull(PackageQuery.parse("flask_login"))
                        .means("pypi", "", "flask-login"))
                .isTrue();
        assertThat(java.util.Objects.requireNonNull(PackageQuery.parse("pkg:npm/lodash"))
                        .means("npm", "@types", "lodash"))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "< 2 # composer # ^3.0 # false",
                "< 3 # composer # ^3.0 # true",
                "< 2 # composer # ^1.0 || ^3.0 # true",
                ">= 2 # composer # ~1.2 # false",
                ">= 1.3 # composer # ~1.2 # true",
                "< 2 # composer # dev-main # true",
                ">= 8 # gem # ~> 7.0 # false",
                ">= 7.1 # gem # ~> 7.0 # true",
                ">= 7.1 # gem # ~> 7.0.2 # false",
                "= 1.5 # gem # >= 1, < 1.5 # false",
                "= 1.5 # gem # >= 1, <= 1.5 # true",
                "< 4.17.21 # npm # ^4.17.0 # true",
                "< 4 # npm # ^4.17.0 # false",
                "= 0.3.0 # npm # ^0.2.3 # false",
                "> 1.3 # npm # 1.2.x # false",
                "> 1.3 # npm # 1.2 # false",
                "> 1.3 # npm # * # true",
                "> 1.3 # npm # 1.0 - 1.2 # false",
                ">= 4 # npm # 1.2.3 - 2.3.4 # false",
                "< 1 # npm # 1.2.3 - 2.3.4 # false",
                "> 2.3.4 # npm # 1.2.3 - 2.3.4 # false",
                "= 2.3.4 # npm # 1.2.3 - 2.3.4 # true",
                "= 1.2.3 # npm # v1.2.3 - v2.3.4 # true",
                "= 2.9 # npm # 1.0.0 - 2 # true",
                ">= 3 # npm # 1.0.0 - 2 # false",
                "= 2.3.9 # npm # 1.2.3 - 2.3 # true",
                ">= 2.4 # npm # 1.2.3 - 2.3 # false",
                ">= 3 # npm # 1.x - 2.x # false",
                "= 1.0 # npm # 1.x - 2.x # true",
                "= 1.0.0-rc.1 # npm # 1.0.0-rc.1 - 1.0.0 # true",
                "= 4.5 # npm # 1.2.3 - 2.3.4 || 4.x # true",
                "= 3 # npm # 1.2.3 - 2.3.4 || 4.x # false",
                ">= 2.1 # composer # 1.0 - 2.0 # false",
                "= 2.0.9 # composer # 1.0 - 2.0 # true",
                "> 2.1.0 # composer # 1.0.0 - 2.1.0 # false",
                "= 1.0.0-beta1 # composer # 1.0 - 2.0 # true",
                "< 1 # gem # 1.0 - 2.0 # true",
                ">= 1.2.5 # npm # <=1.2 # true",
                "< 1 # npm # workspace:* # true",
                "< 1 # cargo # 1.2 # false",
                "< 1.9 # cargo # 1.2 # true",
                ">= 2 # cargo # 1.2 # false",
                "< 4 # pypi # >=4.2,<5 # false",
                ">= 3 # pypi # ~=2.2 # false",
                "= 2.3 # pypi # ==2.2.* # false",
                "< 2 # pypi # !=1.0 # true",
                "< 2 # pypi # @ https://example.org/x.whl # true",
                "< 1 # maven # [2,3) # false",
                "< 2 # maven # [2,3) # false",
                "<= 2 # maven # [2,3) # true",
                "<= 2 # maven # (2,3) # false",
                "= 2.5 # maven # [2,3) # true",
                ">= 3 # maven # [2,3) # false",
                ">= 3 # maven # [2,3] # true",
                "> 3 # maven # [2,3] # false",
                "< 2 # maven # (,1.0],[1.2,) # true",
                "= 1.1 # maven # (,1.0],[1.2,) # false",
                "= 1.0 # maven # [1.0] # true",
                "= 1.1 # maven # [1.0] # false",
                "< 9 # maven # [broken # true",
                "< 9 # maven # ${spring.version} # true",
                "< 2 # maven # ]1.0,2.0[ # true",
                "= 1.0 # maven # ]1.0,2.0[ # false",
                "= 2.0 # maven # ]1.0,2.0[ # false",
                "< 1 # maven # 1.+ # true",
                "< 0.9 # maven # 1.+ # false",
                ">= 2 # maven # 1.+ # false",
                ">= 1.9 # maven # 1.+ # true",
                ">= 1.3 # maven # 1.2.+ # false",
                "= 1.20 # maven # 1.2+ # true",
                ">= 2 # maven # 1.2+ # false",
                "< 9 # maven # + # true",
                "< 9 # maven # latest.release # true",
                "< 1 # nuget # [1.0,2.0) # false",
                ">= 2.0 # nuget # [1.0,2.0) # false",
                "= 1.0 # nuget # (1.0,) # false",
                ">= 5 # nuget # (1.0,) # true",
                "> 1.0 # nuget # (,1.0] # false",
                "< 1 # nuget # 1.* # false",
                ">= 2 # nuget # 1.* # false",
                ">= 2.0-beta # nuget # 1.* # false",
                "< 1.0 # nuget # 1.*-* # true",
                ">= 1.2 # nuget # 1.1.* # false",
                "< 9 # nuget # * # true",
                "< 1.2.0-rc # nuget # 1.2.0-rc.* # false",
                "= 1.2.0-rc.5 # nuget # 1.2.0-rc.* # true",
                "> 1.2.0 # nuget # 1.2.0-rc.* # false",
                "< 1 # nuget # [1.*,2.0) # false",
                "< 9 # nuget # $(Version) # true"
            })
    void questions_meet_requirements_that_leave_room_for_them(
            String bounds, String type, String requirement, boolean expected) {
        var query = java.util.Objects.requireNonNull(PackageQuery.parse("a " + bounds));
        assertThat(query.mayAllow(type, requirement)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "< 3 # maven # [2,3) # true",
                "< 3 # maven # [2,3] # false",
                "<= 3 # maven # [2,3] # true",
                ">= 2 # maven # [2,3) # true",
                "> 2 # maven # [2,3) # false",
                "> 2 # maven # (2,3) # true",
                "< 2.17 # maven # (,2.0],[2.5,2.17) # true",
                "< 2.17 # maven # (,2.0],[2.5,) # false",
                "= 1.0 # maven # [1.0] # true",
                "!= 2.5 # maven # [2,3) # false",
                "!= 3 # maven # [2,3) # true",
                "!= 1 # maven # [2,3) # true",
                "< 2 # maven # 1.+ # true",
                ">= 1 # maven # 1.+ # false",
                "< 2 # maven # latest.release # false",
                "< 2 # nuget # 1.* # true",
                ">= 1, < 2 # nuget # 1.* # true",
                ">= 1 # nuget # 1.*-* # false",
                "< 9 # nuget # * # false",
                "< 5 # npm # ^4.17.0 # true",
                "< 4.17.21 # npm # ^4.17.0 # false",
                "< 5 # npm # ^4.17.0 || ^6 # false",
                "< 9 # npm # workspace:* # false",
                "< 3 # npm # 1.0.0 - 2 # true",
                "< 2.3.4 # npm # 1.2.3 - 2.3.4 # false",
                "!= 1.0 # pypi # !=1.0 # true"
            })
    void what_every_version_of_a_requirement_meets_is_certain(
            String bounds, String type, String requirement, boolean expected) {
        var query = java.util.Objects.requireNonNull(PackageQuery.parse("a " + bounds));
        assertThat(query.mustAllow(type, requirement)).isEqualTo(expected);
    }

    /// What is in an interval and what is not, version by version, against what the answers say of it.
    @Property(tries = 500)
    void answers_about_intervals_agree_with_each_version(
            @ForAll("intervals") String interval, @ForAll("questions") String question) {
        var query = java.util.Objects.requireNonNull(PackageQuery.parse("a " + question));
        var inside = java.util.stream.IntStream.rangeClosed(0, 24)
                .mapToObj(i -> "%d.%d".formatted(i / 4, i % 4))
                .filter(version -> isInside(interval, version))
                .toList();
        for (var type : List.of("maven", "nuget")) {
            boolean some = inside.stream().anyMatch(version -> query.allows(type, version));
            boolean all = inside.stream().allMatch(version -> query.allows(type, version));
            if (some) {
                assertThat(query.mayAllow(type, interval))
                        .as("%s may be %s", interval, question)
                        .isTrue();
            }
            if (!all) {
                assertThat(query.mustAllow(type, interval))
                        .as("%s must be %s", interval, question)
                        .isFalse();
            }
        }
    }

    private static boolean isInside(String interval, String version) {
        var ends = interval.substring(1, interval.length() - 1).split(",");
        int low = VersionOrder.SEMANTIC.compare(version, ends[0]);
        int high = VersionOrder.SEMANTIC.compare(version, ends[1]);
        return (interval.startsWith("[") ? low >= 0 : low > 0) && (interval.endsWith("]") ? high <= 0 : high < 0);
    }

    @Provide
    Arbitrary<String> intervals() {
        var number = Arbitraries.integers().between(0, 24).map(i -> "%d.%d".formatted(i / 4, i % 4));
        return net.jqwik.api.Combinators.combine(Arbitraries.of("[", "("), number, number, Arbitraries.of("]", ")"))
                .as((open, low, high, close) -> open + low + "," + high + close);
    }

    @Provide
    Arbitrary<String> questions() {
        return net.jqwik.api.Combinators.combine(
                        Arbitraries.of("<", "<=", "=", "!=", ">=", ">"),
                        Arbitraries.integers().between(0, 24).map(i -> "%d.%d".formatted(i / 4, i % 4)))
                .as((sign, version) -> sign + " " + version);
    }
}
