package dev.templedb.temple.leaks;

import dev.templedb.analysis.secrets.Finding;
import dev.templedb.analysis.secrets.SecretFinder;
import dev.templedb.analysis.secrets.SeenLines;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.core.Progress;
import dev.templedb.core.TempleException;
import dev.templedb.packages.frames.FrameLayout;
import dev.templedb.packages.frames.FrameReader;
import dev.templedb.packages.frames.MalformedFrame;
import dev.templedb.packages.frames.Recipe;
import dev.templedb.packages.objects.ObjectHasher;
import dev.templedb.packages.objects.ObjectKind;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.Temple;
import dev.templedb.temple.objects.SqliteObjectStore;
import dev.templedb.temple.objects.StoredObjects;
import dev.templedb.temple.projects.Projects;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;

/// Looks for secrets in everything that a project has or had. What a frame holds is looked at once; after that a scan
/// costs a pass
/// over the table of changes.
public final class LeakScan {
    private final Temple temple;
    private final Projects projects;

    /// Scans projects of `temple`.
    public LeakScan(Temple temple) {
        this.temple = temple;
        this.projects = new Projects(temple);
    }

    /// What looks like a secret in the files of every commit of the project: the gravest first, then by path and
    /// line, each once for
    /// each path.
    ///
    /// @throws dev.templedb.core.TempleException with `PROJECT_NOT_FOUND`
    public List<Leak> run(String slug, Progress progress) {
        return temple.file().write(tx -> {
            long project = projects.require(tx, slug).id();
            try (var stored = new StoredObjects(tx)) {
                scanFrames(tx, project, stored, progress);
                return leaks(tx, project, stored);
            }
        });
    }

    /// The commits that a project has now, for [#since].
    ///
    /// @throws dev.templedb.core.TempleException with `PROJECT_NOT_FOUND`
    public long mark(String slug) {
        return temple.file()
                .read(tx -> new SqliteLeakStore(tx)
                        .lastCommit(projects.require(tx, slug).id()));
    }

    /// What looks like a secret in the files that commits after `mark` brought, and was not in the file before.
    /// Reads
    /// those files.
    ///
    /// @param mark what [#mark] said before the commits came
    public List<Leak> since(String slug, long mark) {
        return temple.file().read(tx -> {
            long project = projects.require(tx, slug).id();
            var store = new SqliteLeakStore(tx);
            var seen = new HashSet<String>();
            var leaks = new ArrayList<Leak>();
            try (var stored = new StoredObjects(tx)) {
                for (var changed : store.changedSince(project, mark)) {
                    var place = changed.place();
                    var findings = SecretFinder.find(place.fileName(), beginning(stored, place.blob()));
                    if (!findings.isEmpty()) {
                        changed.before()
                                .map(blob -> SecretFinder.find(place.fileName(), beginning(stored, blob)))
                                .orElse(List.of())
                                .forEach(known -> seen.add(key(place, known)));
                        findings.stream()
                                .filter(finding -> seen.add(key(place, finding)))
                                .forEach(finding -> leaks.add(new Leak(place.path(), place.commit(), true, finding)));
                    }
                }
            }
            return sorted(leaks);
        });
    }

    private static String key(SqliteLeakStore.Place place, Finding finding) {
        return place.path() + '\0' + finding.kind() + finding.excerpt();
    }

    private static void scanFrames(Transaction tx, long project, StoredObjects stored, Progress progress) {
        var objects = new SqliteObjectStore(tx);
        var store = new SqliteLeakStore(tx);
        var open = objects.membership(project).frames().keySet().stream()
                .filter(frame -> !store.isScanned(frame, SecretFinder.RULES_VERSION))
                .toList();
        var seen = new SeenLines();
        try (var reader = new FrameReader();
                var step = progress.begin("Looking for secrets", open.size())) {
            for (int frame : open) {
                scan(objects, store, stored, reader, frame, seen);
                store.setScanned(frame, SecretFinder.RULES_VERSION);
                step.advance(1);
            }
        }
    }

    private static void scan(
            SqliteObjectStore objects,
            SqliteLeakStore store,
            StoredObjects stored,
            FrameReader reader,
            int number,
            SeenLines seen) {
        var layout = objects.layout(number);
        if (!holdsFiles(layout)) {
            return;
        }
        var hasher = new ObjectHasher();
        try {
            var raw = reader.decompress(objects.frame(number));
            for (int i = 0; i < layout.count(); i++) {
                int start = layout.start(i);
                if (layout.kind(i) == ObjectKind.BLOB) {
                    var bytes = Arrays.copyOfRange(raw, start, start + layout.length(i));
                    var findings = SecretFinder.find("", bytes, seen);
                    if (!findings.isEmpty()) {
                        store.put(hasher.gitId(ObjectKind.BLOB, bytes), findings);
                    }
                } else if (layout.kind(i) == ObjectKind.RECIPE) {
                    var id = Recipe.read(raw, start, layout.length(i)).blob();
                    var findings = SecretFinder.find("", beginning(stored, id), seen);
                    if (!findings.isEmpty()) {
                        store.put(id, findings);
                    }
                }
            }
        } catch (MalformedFrame damaged) {
            throw new TempleException(
                    ErrorCode.TEMPLE_CORRUPT,
                    "Frame %d of the temple is damaged: %s.".formatted(number, damaged.getMessage()),
                    damaged);
        }
    }

    private static boolean holdsFiles(FrameLayout layout) {
        for (int i = 0; i < layout.count(); i++) {
            if (layout.kind(i) == ObjectKind.BLOB || layout.kind(i) == ObjectKind.RECIPE) {
                return true;
            }
        }
        return false;
    }

    private static byte[] beginning(StoredObjects stored, GitId blob) {
        try (var in = stored.openBlob(blob)) {
            return in.readNBytes(SecretFinder.MOST_BYTES);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static List<Leak> leaks(Transaction tx, long project, StoredObjects stored) {
        var store = new SqliteLeakStore(tx);
        var present = store.present(project);
        var seen = new HashSet<String>();
        var leaks = new ArrayList<Leak>();
        for (var place : store.places(project)) {
            var findings = new ArrayList<>(store.findings(place.blob()));
            if (SecretFinder.isSecretFile(place.fileName())) {
                SecretFinder.fileItself(place.fileName(), beginning(stored, place.blob()))
                        .ifPresent(findings::addFirst);
            }
            for (var finding : findings) {
                boolean isPresent = present.contains(place.key());
                if (seen.add(key(place, finding))) {
                    leaks.add(new Leak(place.path(), place.commit(), isPresent, finding));
                }
            }
        }
        return sorted(leaks);
    }

    private static List<Leak> sorted(List<Leak> leaks) {
        leaks.sort(Comparator.comparing((Leak leak) -> !leak.isGrave())
                .thenComparing(leak -> !leak.isPresent())
                .thenComparing(Leak::path)
                .thenComparingInt(leak -> leak.finding().line()));
        return List.copyOf(leaks);
    }
}
