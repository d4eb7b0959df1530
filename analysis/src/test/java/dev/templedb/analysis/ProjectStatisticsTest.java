package dev.templedb.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.templedb.analysis.ProjectStatistics.Group;
import dev.templedb.analysis.ProjectStatistics.LanguageShare;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ProjectStatisticsTest {
    private static final FileFacts JAVA = new FileFacts("Java", "java", false, 300, 10, 6, 2, 2, 4);
    private static final FileFacts CSS = new FileFacts("CSS", "css", false, 100, 5, 5, 0, 0, 0);
    private static final FileFacts JSON = new FileFacts("JSON", "config_json", false, 9000, 1, 1, 0, 0, 0);
    private static final FileFacts IMAGE = new FileFacts(null, "image", true, 50_000, 0, 0, 0, 0, 0);

    @Test
    void groups_come_largest_first_and_hold_every_file() {
        var statistics = of(CSS, JAVA, JAVA, IMAGE);

        assertThat(statistics.total()).isEqualTo(new Totals(4, 50_700, 25, 17, 4, 4, 8));
        assertThat(statistics.byType())
                .containsExactly(
                        new Group("image", Totals.of(IMAGE)),
                        new Group("java", new Totals(2, 600, 20, 12, 4, 4, 8)),
                        new Group("css", Totals.of(CSS)));
        assertThat(statistics.byLanguage()).extracting(Group::name).containsExactly("Java", "CSS");
    }

    @Test
    void groups_of_the_same_size_come_by_name() {
        var go = new FileFacts("Go", "go", false, 300, 0, 0, 0, 0, 0);

        assertThat(of(JAVA, go).byLanguage()).extracting(Group::name).containsExactly("Go", "Java");
    }

    @Test
    void shares_count_programming_and_markup_only() {
        assertThat(of(JSON, CSS, JAVA, IMAGE).languageShares())
                .containsExactly(new LanguageShare("Java", 300, 75), new LanguageShare("CSS", 100, 25));
    }

    @Test
    void the_main_language_has_the_largest_share() {
        assertThat(of(JSON, CSS, JAVA).mainLanguage()).contains("Java");
        assertThat(of(JSON, IMAGE).mainLanguage()).isEmpty();
    }

    @Test
    void empty_files_have_no_share() {
        assertThat(of(new FileFacts("Python", "python", false, 0, 0, 0, 0, 0, 0))
                        .languageShares())
                .isEmpty();
    }

    @Test
    void the_comment_ratio_is_that_of_all_lines_together() {
        assertThat(of(JAVA, JAVA).total().commentRatio()).isEqualTo(0.25);
        assertThat(Totals.NONE.commentRatio()).isZero();
    }

    @Test
    void merging_with_itself_doubles_everything() {
        var statistics = of(JAVA, CSS);
        statistics.merge(statistics);

        assertThat(statistics.byType()).isEqualTo(of(JAVA, CSS, JAVA, CSS).byType());
    }

    @Property
    void parts_merge_to_the_whole(@ForAll("files") List<FileFacts> left, @ForAll("files") List<FileFacts> right) {
        var whole = of(left.toArray(FileFacts[]::new));
        right.forEach(whole::add);
        var merged = of(right.toArray(FileFacts[]::new));
        merged.merge(of(left.toArray(FileFacts[]::new)));

        assertThat(merged.total()).isEqualTo(whole.total());
        assertThat(merged.byType()).isEqualTo(whole.byType());
        assertThat(merged.byLanguage()).isEqualTo(whole.byLanguage());
        assertThat(merged.byType().stream().map(Group::totals).reduce(Totals.NONE, Totals::plus))
                .isEqualTo(merged.total());
        var percent = merged.languageShares().stream()
                .mapToDouble(LanguageShare::percent)
                .sum();
        assertThat(percent).isCloseTo(merged.mainLanguage().isPresent() ? 100 : 0, within(1e-9));
    }

    @Provide
    Arbitrary<List<FileFacts>> files() {
        return Arbitraries.of(JAVA, CSS, JSON, IMAGE).list().ofMaxSize(20);
    }

    private static ProjectStatistics of(FileFacts... files) {
        var statistics = new ProjectStatistics();
        for (var file : files) {
            statistics.add(file);
        }
        return statistics;
    }
}
