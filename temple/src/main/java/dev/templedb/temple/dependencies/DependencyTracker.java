package dev.templedb.temple.dependencies;

import dev.templedb.analysis.manifests.DependencyLinker;
import dev.templedb.analysis.manifests.Ecosystem;
import dev.templedb.analysis.manifests.LinkedManifest;
import dev.templedb.analysis.manifests.Manifest;
import dev.templedb.analysis.manifests.ManifestFormat;
import dev.templedb.analysis.manifests.ManifestReader;
import dev.templedb.analysis.manifests.UnreadableManifest;
import dev.templedb.core.GitId;
import dev.templedb.packages.objects.FileMode;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.history.HeadChange;
import dev.templedb.temple.history.HeadListener;
import dev.templedb.temple.objects.StoredObjects;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Keeps what is known of a project's dependencies in step with the tree that `HEAD` names, in the transaction that
/// moves it. When no manifest has changed it only looks whether what files of requirements name is there; otherwise the
/// manifests of the ecosystems that have changed are put
/// together anew.
public final class DependencyTracker implements HeadListener {
    static final String NOT_FOLLOWED =
            "the project's files of requirements name more than %d others, and those that come after are not followed"
                    .formatted(FollowedRequirements.MOST_LOOKED_FOR);
    private static final String TOO_MUCH = "what it says cannot be kept";
    private static final String UNLINKABLE = "what it says does not fit together";

    @Override
    public void headMoved(Transaction tx, long project, HeadChange change, StoredObjects objects) {
        var store = new SqliteManifestStore(tx, project);
        if (!store.isKnown()) {
            begin(store, objects);
            return;
        }
        var added = new ArrayList<SqliteManifestStore.Listed>();
        for (var file : change.written()) {
            if (file.mode() == FileMode.FILE || file.mode() == FileMode.EXECUTABLE) {
                addIfManifest(added, file.pathNo(), file.path(), file.blob());
            }
        }
        var gone = new ArrayList<Integer>();
        var changed = EnumSet.noneOf(Ecosystem.class);
        var replaced = Set.copyOf(change.removed());
        for (var manifest : store.manifests()) {
            if (replaced.contains(manifest.pathNo())) {
                gone.add(manifest.pathNo());
                changed.add(format(manifest).ecosystem());
            }
        }
        if (!gone.isEmpty() || !added.isEmpty()) {
            store.forget(gone);
            store.add(added);
            added.forEach(manifest -> changed.add(format(manifest).ecosystem()));
        }
        if (follow(store, objects)) {
            changed.add(Ecosystem.PYPI);
        }
        if (!changed.isEmpty()) {
            link(store, changed, objects);
        }
    }

    /// Takes in the files that files of requirements name, and lets go of those that none names any more.
    ///
    /// @return whether something has changed
    private static boolean follow(SqliteManifestStore store, StoredObjects objects) {
        var followed = FollowedRequirements.of(store, manifest -> said(store, manifest, format(manifest), objects));
        store.markUnfollowed(followed.stoppedAt());
        if (followed.isAsBefore()) {
            return false;
        }
        store.forget(followed.before().stream()
                .map(SqliteManifestStore.Listed::pathNo)
                .toList());
        store.add(followed.found());
        return true;
    }

    /// Brings a project up to date about which nothing was recorded, as one that a version without this feature
    /// took in.
    static void ensure(Transaction tx, long project, StoredObjects objects) {
        var store = new SqliteManifestStore(tx, project);
        if (!store.isKnown()) {
            begin(store, objects);
        }
    }

    private static void begin(SqliteManifestStore store, StoredObjects objects) {
        var manifests = new ArrayList<SqliteManifestStore.Listed>();
        store.files().forEach(file -> addIfManifest(manifests, file.pathNo(), file.path(), file.blob()));
        store.forget(store.manifests().stream()
                .map(SqliteManifestStore.Listed::pathNo)
                .toList());
        store.add(manifests);
        store.markKnown();
        follow(store, objects);
        link(store, EnumSet.allOf(Ecosystem.class), objects);
    }

    private static void addIfManifest(List<SqliteManifestStore.Listed> manifests, int pathNo, String path, GitId blob) {
        ManifestFormat.of(path)
                .ifPresent(format -> manifests.add(new SqliteManifestStore.Listed(pathNo, path, blob, format.name())));
    }

    private static ManifestFormat format(SqliteManifestStore.Listed manifest) {
        return ManifestFormat.valueOf(manifest.format());
    }

    private static void link(SqliteManifestStore store, Set<Ecosystem> ecosystems, StoredObjects objects) {
        var sources = new TreeMap<Ecosystem, Map<String, DependencyLinker.Source>>();
        var paths = new LinkedHashMap<String, Integer>();
        var listed = new HashMap<String, SqliteManifestStore.Listed>();
        for (var manifest : store.manifests()) {
            var format = format(manifest);
            if (ecosystems.contains(format.ecosystem())) {
                paths.put(manifest.path(), manifest.pathNo());
                listed.put(manifest.path(), manifest);
                said(store, manifest, format, objects)
                        .ifPresent(said -> sources.computeIfAbsent(format.ecosystem(), none -> new TreeMap<>())
                                .put(manifest.path(), new DependencyLinker.Source(format, said)));
            }
        }
        store.forgetPackages(paths.values());
        sources.values()
                .forEach(one -> store.addPackages(linked(one, path -> unlinkable(store, listed.get(path))), paths));
    }

    /// Puts manifests together. When that fails, each is taken for itself: whatever somebody wrote into one, it
    /// stops
    /// neither an import nor the others.
    ///
    /// @param failed hears of those that cannot be taken at all
    private static List<LinkedManifest> linked(Map<String, DependencyLinker.Source> sources, Consumer<String> failed) {
        try {
            return DependencyLinker.link(sources);
        } catch (RuntimeException | StackOverflowError hostile) {
            var linked = new ArrayList<LinkedManifest>();
            sources.forEach((path, source) -> {
                try {
                    linked.addAll(DependencyLinker.link(Map.of(path, source)));
                } catch (RuntimeException | StackOverflowError reason) {
                    failed.accept(path);
                }
            });
            return linked;
        }
    }

    private static void unlinkable(SqliteManifestStore store, SqliteManifestStore.@Nullable Listed manifest) {
        if (manifest != null) {
            store.keep(manifest.blob(), manifest.format(), new SqliteManifestStore.Kept(null, UNLINKABLE));
        }
    }

    /// What a manifest says; empty when it cannot be read, which is recorded and stops nobody. What is kept is read
    /// anew from the manifest when it is damaged.
    private static Optional<Manifest> said(
            SqliteManifestStore store,
            SqliteManifestStore.Listed manifest,
            ManifestFormat format,
            StoredObjects objects) {
        var known = store.said(manifest.blob(), manifest.format());
        if (known.isPresent()) {
            var said = known.get().manifest();
            if (said.isPresent() || known.get().said() == null) {
                return said;
            }
        }
        var kept = read(manifest.blob(), format, objects);
        var said = kept.manifest();
        boolean isReadable = said.isPresent() || kept.said() == null;
        store.keep(
                manifest.blob(), manifest.format(), isReadable ? kept : new SqliteManifestStore.Kept(null, TOO_MUCH));
        return said;
    }

    private static SqliteManifestStore.Kept read(GitId blob, ManifestFormat format, StoredObjects objects) {
        var content = objects.readBlob(blob, ManifestReader.LARGEST_BYTES);
        if (content.isEmpty()) {
            return new SqliteManifestStore.Kept(
                    null, "it has more than %d MiB".formatted(ManifestReader.LARGEST_BYTES >> 20));
        }
        try {
            return new SqliteManifestStore.Kept(ManifestCodec.encode(ManifestReader.read(format, content.get())), null);
        } catch (UnreadableManifest unreadable) {
            return new SqliteManifestStore.Kept(null, String.valueOf(unreadable.getMessage()));
        } catch (IllegalArgumentException unwritable) {
            return new SqliteManifestStore.Kept(null, TOO_MUCH);
        }
    }
}
