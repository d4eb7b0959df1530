package dev.templedb.temple.environments;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionRangeTest {
    @ParameterizedTest
    @CsvSource({
        "22, 22, true",
        "22, 20, false",
        "v22.3.1, 22, true",
        ">=18, 24, true",
        "'>=18 <23', 22, true",
        "'>=18 <23', 24, false",
        "^20 || ^22, 22, true",
        "^20 || ^22, 24, false",
        "18.x, 18, true",
        "18 - 20, 20, true",
        "18 - 20, 22, false",
        "*, 24, true",
        "lts/jod, 24, true",
        "'>=3.10,<3.13', 3.12, true",
        "'>=3.10,<3.13', 3.13, false",
        "~=3.11, 3.13, true",
        "~=3.11.2, 3.12, false",
        "==3.12.*, 3.12, true",
        "^3.11, 3.14, true",
        "~> 3.3.0, 3.4, false",
        "~> 3.3, 3.4, true",
        "^8.2|^8.3, 8.4, true",
        "~8.2.0, 8.3, false",
        "'!=3.12.0,>=3.11', 3.12, true",
        "<=20, 20, true",
        ">20, 20, false",
        "'>=99999999999999', 22, false",
    })
    void admits_what_the_package_managers_admit(String requirement, String line, boolean admitted) {
        assertThat(VersionRange.of(requirement).admits(line)).isEqualTo(admitted);
    }

    @ParameterizedTest
    @CsvSource({
        "NODE, 16, 20",
        "NODE, 23, 24",
        "NODE, 99, 24",
        "JDK, 18, 21",
        "PYTHON, 3.8, 3.11",
        "PYTHON, 2.7, 3.11",
        "RUBY, 3.1, 3.3"
    })
    void what_is_not_there_gives_way_to_the_next(Tool tool, String wanted, String taken) {
        assertThat(tool.line(VersionRange.of(wanted))).isEmpty();
        assertThat(tool.nearest(VersionRange.of(wanted))).isEqualTo(taken);
    }
}
