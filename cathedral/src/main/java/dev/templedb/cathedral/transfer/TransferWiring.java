package dev.templedb.cathedral.transfer;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.templedb.cathedral.activity.Activities;
import dev.templedb.cathedral.audit.AuditLog;
import dev.templedb.cathedral.permissions.Permissions;
import dev.templedb.cathedral.projects.Projects;
import dev.templedb.cathedral.quotas.Quotas;
import dev.templedb.cathedral.settings.Settings;
import dev.templedb.cathedral.signing.VersionSigning;
import dev.templedb.cathedral.versions.VersionPublisher;
import dev.templedb.cathedral.versions.Versions;
import dev.templedb.storage.ObjectStore;
import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Clock;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jdbi.v3.core.Jdbi;

/// Makes the services of this package.
@Singleton
final class TransferWiring {
    private final Path directory;

    TransferWiring(@ConfigProperty(name = "cathedral.data-dir") String directory) {
        this.directory = Path.of(directory);
    }

    @Produces
    @Singleton
    TransferConfig config(Settings settings) {
        return TransferConfig.of(settings, directory);
    }

    @Produces
    @Singleton
    PackIndexes indexes(ObjectStore store, TransferConfig config) {
        return new PackIndexes(store, config.indexBytes());
    }

    @Produces
    @Singleton
    @DefaultBean
    PushHooks hooks(
            Projects projects,
            VersionPublisher versions,
            Activities activities,
            AuditLog audit,
            Quotas quotas,
            VersionSigning signing) {
        return new ServerPushHooks(projects, versions, activities, audit, quotas, signing);
    }

    @Produces
    @Singleton
    Uploads uploads(Jdbi jdbi, ObjectStore store, TransferConfig config, Clock clock) {
        return new Uploads(jdbi, store, config, clock);
    }

    @Produces
    @Singleton
    Pushes pushes(
            Jdbi jdbi,
            Permissions permissions,
            PushHooks hooks,
            Uploads uploads,
            ObjectStore store,
            PackIndexes indexes,
            TransferConfig config,
            Clock clock) {
        var intake = new PackIntake(store, indexes, clock);
        return new Pushes(jdbi, permissions, hooks, uploads, intake, config, clock);
    }

    @Produces
    @Singleton
    SmallPush smallPush(Pushes pushes, ObjectMapper mapper, TransferConfig config) {
        return new SmallPush(pushes, mapper, config);
    }

    @Produces
    @Singleton
    WholeUploads wholeUploads(Jdbi jdbi, Permissions permissions, Pushes pushes, TransferConfig config) {
        return new WholeUploads(jdbi, permissions, pushes, config);
    }

    @Produces
    @Singleton
    Pulls pulls(Versions versions, AuditLog audit) {
        return new Pulls(versions, audit);
    }

    @Produces
    @Singleton
    Fetches fetches(
            Jdbi jdbi,
            Permissions permissions,
            Versions versions,
            Pulls pulls,
            PackIndexes indexes,
            ObjectStore store,
            TransferConfig config) {
        var planner = new PackagePlanner(store, indexes, config.scratch());
        return new Fetches(jdbi, permissions, versions, pulls, indexes, planner, store);
    }

    @Produces
    @Singleton
    SharedStates sharedStates(Jdbi jdbi, Permissions permissions, PackIndexes indexes, ObjectStore store, Pulls pulls) {
        return new SharedStates(jdbi, permissions, indexes, store, pulls);
    }

    @Produces
    @Singleton
    PackCollector collector(Jdbi jdbi, ObjectStore store, PackIndexes indexes, TransferConfig config, Clock clock) {
        return new PackCollector(jdbi, store, indexes, config, clock);
    }
}
