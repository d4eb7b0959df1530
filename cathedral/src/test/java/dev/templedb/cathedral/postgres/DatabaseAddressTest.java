package dev.templedb.cathedral.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.templedb.core.TempleException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseAddressTest {
    @Test
    void an_address_as_other_programs_write_it_is_taken_apart() {
        assertThat(DatabaseAddress.parse("postgresql://ada:p%40ss+1@db.example.org:5433/registry?sslmode=require"))
                .isEqualTo(new DatabaseAddress(
                        "jdbc:postgresql://db.example.org:5433/registry?sslmode=require", "ada", "p@ss+1"));
        assertThat(DatabaseAddress.parse("jdbc:postgresql://localhost/r?user=ada&password=x"))
                .isEqualTo(new DatabaseAddress("jdbc:postgresql://localhost/r", "ada", "x"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "mysql://ada:hunter2@h/d", "postgresql://ada:hunter2@h", "postgresql://ada:hunter2 @h/d"})
    void what_is_no_address_is_refused_without_repeating_it(String address) {
        assertThatThrownBy(() -> DatabaseAddress.parse(address))
                .isInstanceOf(TempleException.class)
                .hasMessageContaining("database.url")
                .message()
                .doesNotContain("hunter2");
    }

    @Test
    void the_password_is_not_part_of_its_text() {
        assertThat(new DatabaseAddress("jdbc:postgresql://h/d", "ada", "hunter2").toString())
                .doesNotContain("hunter2");
    }
}
