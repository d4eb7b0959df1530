package dev.templedb.branchdb.changes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

class OffenceTest {
    @Test
    void offences_of_few_tenants_are_all_named() {
        assertThat(message(20)).endsWith("column users.email has 20 NULLs in tenant t20.");
    }

    @Test
    void those_of_many_are_summed_behind_the_first() {
        assertThat(message(1000))
                .startsWith("Rows are in the way of the change: column users.email has 1 NULLs in tenant t1; ")
                .endsWith(" in tenant t20; and 980 more, in all 500500 rows in 1000 tenants.");
    }

    private static String message(int tenants) {
        var offences = new LinkedHashMap<String, List<Offence>>();
        for (int i = 1; i <= tenants; i++) {
            offences.put("t" + i, List.of(new Offence(0, "column users.email has %d NULLs".formatted(i), i)));
        }
        return String.valueOf(Offence.report(offences).getMessage());
    }
}
