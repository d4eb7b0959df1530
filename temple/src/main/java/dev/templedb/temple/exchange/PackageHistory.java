package dev.templedb.temple.exchange;

import dev.templedb.core.GitId;
import dev.templedb.core.Progress;
import dev.templedb.packages.content.OpenPackage;
import dev.templedb.packages.content.PackageVerifier;
import dev.templedb.packages.frames.ParallelFrameReader;
import dev.templedb.packages.objects.ObjectGraph;
import dev.templedb.packages.objects.ObjectKind;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which commits of a package come after which. The package is read, once, when somebody asks for the first time;
/// memory
/// grows with the number of its objects.
final class PackageHistory implements Standing.Ancestry {
    private final OpenPackage opened;
    private final int threads;
    private final Progress progress;
    private @Nullable ObjectGraph graph;

    PackageHistory(OpenPackage opened, int threads, Progress progress) {
        this.opened = opened;
        this.threads = threads;
        this.progress = progress;
    }

    @Override
    public boolean reaches(GitId later, GitId earlier) {
        var known = graph();
        int from = known.find(later);
        int wanted = known.find(earlier);
        if (from < 0 || wanted < 0) {
            return false;
        }
        var seen = new BitSet();
        var open = new ArrayDeque<Integer>(List.of(from));
        while (!open.isEmpty()) {
            int commit = open.remove();
            if (commit == wanted) {
                return true;
            }
            if (!seen.get(commit) && known.isPresent(commit) && known.kind(commit) == ObjectKind.COMMIT) {
                for (int parent : known.parentsOf(commit)) {
                    open.add(parent);
                }
            }
            seen.set(commit);
        }
        return false;
    }

    private ObjectGraph graph() {
        var known = graph;
        if (known == null) {
            var verifier = PackageVerifier.withoutObjectSet(opened.state());
            try (var reader = new ParallelFrameReader(threads, verifier::accept);
                    var step = progress.beginBytes("Comparing histories", opened.rawBytes())) {
                opened.frames(frame -> {
                    reader.accept(frame);
                    step.advance(frame.layout().rawBytes());
                });
                reader.finish();
            }
            known = verifier.graph();
            graph = known;
        }
        return known;
    }
}
