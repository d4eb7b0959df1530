package dev.templedb.cathedral;

import dev.templedb.cathedral.permissions.Permissions;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/// Makes what services take through their constructors and do not make themselves.
@Singleton
final class Wiring {
    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    Permissions permissions() {
        return new Permissions();
    }
}
