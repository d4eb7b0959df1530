package dev.templedb.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.cli.command.PackageOrSlug.Address;
import dev.templedb.cli.command.PackageOrSlug.Local;
import dev.templedb.cli.command.PackageOrSlug.PackagePath;
import dev.templedb.cli.command.PackageOrSlug.Remote;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackageOrSlugTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                ".",
                "./x",
                "../x",
                "/tmp/x",
                "~/x",
                "x.cathedral",
                "x.cathedral/",
                "user/x.cathedral",
                "x.tar.zst",
                "x.tar.gz"
            })
    void paths(String argument) {
        assertThat(PackageOrSlug.of(argument)).isEqualTo(new PackagePath(argument));
    }

    @Test
    void projects_on_remotes() {
        assertThat(PackageOrSlug.of("ada/web")).isEqualTo(new Remote("ada", "web", ""));
        assertThat(PackageOrSlug.of("ada/web:v1.2.0")).isEqualTo(new Remote("ada", "web", "1.2.0"));
        assertThat(PackageOrSlug.of("ada/web:latest")).isEqualTo(new Remote("ada", "web", "latest"));
        assertThat(PackageOrSlug.of("ada/web:vnext")).isEqualTo(new Remote("ada", "web", "vnext"));
    }

    @Test
    void addresses_and_slugs() {
        assertThat(PackageOrSlug.of("https://example.org/x.cathedral"))
                .isEqualTo(new Address("https://example.org/x.cathedral"));
        assertThat(PackageOrSlug.of("web-app")).isEqualTo(new Local("web-app"));
        assertThat(PackageOrSlug.of("")).isEqualTo(new Local(""));
    }
}
