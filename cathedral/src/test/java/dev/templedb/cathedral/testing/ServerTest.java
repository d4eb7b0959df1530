package dev.templedb.cathedral.testing;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.quarkus.test.junit.QuarkusTest;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ServerTest {
    private final Jdbi jdbi;

    ServerTest(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Test
    void the_server_answers_on_a_database_that_it_shares_with_its_tests() {
        get("/health/ready")
                .then()
                .statusCode(200)
                .body("status", equalTo("UP"))
                .body("checks.name", hasItem("Storage of objects"));
        get("/metrics").then().body(containsString("cathedral_storage_put_bytes_total"));

        int tokens = jdbi.withHandle(handle -> handle.createQuery("SELECT count(*) FROM setup_tokens")
                .mapTo(Integer.class)
                .one());
        assertThat(tokens).isZero();
    }
}
