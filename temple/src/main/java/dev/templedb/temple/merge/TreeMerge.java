package dev.templedb.temple.merge;

import dev.templedb.core.GitId;
import dev.templedb.packages.objects.ObjectHasher;
import dev.templedb.packages.objects.ObjectKind;
import dev.templedb.packages.objects.ObjectSource;
import dev.templedb.packages.objects.ObjectSource.RawObject;
import dev.templedb.temple.attributes.AttributeRules;
import dev.templedb.temple.attributes.Treatment;
import dev.templedb.temple.history.FilePath;
import dev.templedb.temple.history.TreeReader;
import dev.templedb.temple.merge.MergedTree.Clash;
import dev.templedb.temple.merge.MergedTree.Side;
import dev.templedb.temple.merge.SideChanges.Fate;
import dev.templedb.temple.merge.SideChanges.Move;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// Merges two trees that come from a common one. Renames on either side are followed; what one side changed and the
/// other
/// left as it was is taken, and what both changed is merged line by line. A deletion on one side of what the other
/// changed
/// is a conflict, and so is everything else that would lose something.
public final class TreeMerge {
    private static final int TYPE = 0170000;
    private static final int FILE = 0100000;
    private static final int MOST_BYTES = 32 << 20;

    private final ObjectSource objects;
    private final Map<GitId, RawObject> made;
    private final String ourName;
    private final String theirName;
    private final AttributeRules attributes;
    /// How deep in the making of a common tree this is; 0 for a merge that somebody wants.
    private final int depth;

    /// A merge.
    ///
    /// @param objects    has all three trees and their files, and what is in `made`
    /// @param made       takes the merged files
    /// @param ourName    what our side is called at conflict markers
    /// @param theirName  what their side is called
    /// @param attributes say how each file is merged
    public TreeMerge(
            ObjectSource objects,
            Map<GitId, RawObject> made,
            String ourName,
            String theirName,
            AttributeRules attributes) {
        this(objects, made, ourName, theirName, attributes, 0);
    }

    private TreeMerge(
            ObjectSource objects,
            Map<GitId, RawObject> made,
            String ourName,
            String theirName,
            AttributeRules attributes,
            int depth) {
        this.objects = objects;
        this.made = made;
        this.ourName = ourName;
        this.theirName = theirName;
        this.attributes = attributes;
        this.depth = depth;
    }

    /// A merge of two common trees.
    ///
    /// @param depth from 1 on; more for common trees of common trees
    static TreeMerge ofBases(ObjectSource objects, Map<GitId, RawObject> made, AttributeRules attributes, int depth) {
        return new TreeMerge(objects, made, "Temporary merge branch 1", "Temporary merge branch 2", attributes, depth);
    }

    /// A file that wants to be at some path afterwards.
    ///
    /// @param aside what has to lie beside it, because it is another kind of thing
    private record Claim(
            Optional<Side> result,
            Optional<Clash> clash,
            Optional<Side> ours,
            Optional<Side> theirs,
            Optional<Aside> aside) {
        Claim(Optional<Side> result, Optional<Clash> clash, Optional<Side> ours, Optional<Side> theirs) {
            this(result, clash, ours, theirs, Optional.empty());
        }
    }

    private record Aside(Side side, boolean isOurs, Optional<Side> base) {}

    private static final class Work {
        final Map<FilePath, List<Claim>> claims = new TreeMap<>();
        final TreeSet<FilePath> touched = new TreeSet<>();
        /// Where a file was added that has been merged already.
        final TreeSet<FilePath> decided = new TreeSet<>();

        void claim(FilePath path, Claim claim) {
            touched.add(path);
            claims.computeIfAbsent(path, at -> new ArrayList<>()).add(claim);
        }
    }

    /// Merges `theirs` into `ours`.
    ///
    /// @param base empty for histories that have nothing in common
    public MergedTree merge(Optional<GitId> base, GitId ours, GitId theirs) {
        return merge(base, ours, theirs, true);
    }

    /// Merges two common trees to one, for which directories that were renamed do not count.
    MergedTree mergeBases(Optional<GitId> base, GitId ours, GitId theirs) {
        return merge(base, ours, theirs, false);
    }

    private MergedTree merge(Optional<GitId> base, GitId ours, GitId theirs, boolean withDirectories) {
        var sides = new TwoSides(objects, base, ours, theirs, withDirectories);
        var our = sides.relocatedOurs();
        var their = sides.relocatedTheirs();
        var work = new Work();
        work.touched.addAll(sides.ours().added().keySet());
        sides.ours().fates().values().forEach(fate -> fate.path().ifPresent(work.touched::add));
        var old = new TreeSet<>(our.fates().keySet());
        old.addAll(their.fates().keySet());
        for (var path : old) {
            var before = our.before().getOrDefault(path, their.before().get(path));
            decide(work, path, Objects.requireNonNull(before), our, their);
        }
        claimAdded(work, our, true);
        claimAdded(work, their, false);
        return settle(work, sides.ours(), sides.theirs(), List.of(ours, theirs));
    }

    private static void claimAdded(Work work, SideChanges changes, boolean isOurs) {
        changes.added().forEach((path, file) -> {
            if (!work.decided.contains(path)) {
                var side = Optional.of(file.side());
                var claim = isOurs ? taken(side, Optional.empty()) : taken(Optional.empty(), side);
                work.claim(path, moved(path, claim, Optional.empty(), file.move()));
            }
        });
    }

    /// Whether a file should go with its directory only a person can tell.
    private static Claim moved(FilePath path, Claim claim, Optional<Side> base, Move move) {
        if (move == Move.NONE || claim.clash().isPresent()) {
            return claim;
        }
        var kind = move == Move.MOVED ? Clash.MOVED : Clash.NOT_MOVED;
        return new Claim(
                claim.result(),
                Optional.of(new Clash(path, kind, base, claim.ours(), claim.theirs())),
                claim.ours(),
                claim.theirs(),
                claim.aside());
    }

    private static Claim taken(Optional<Side> ours, Optional<Side> theirs) {
        return new Claim(ours.or(() -> theirs), Optional.empty(), ours, theirs);
    }

    private void decide(Work work, FilePath path, Side before, SideChanges our, SideChanges their) {
        var unchanged = new Fate(Optional.of(path), Optional.of(before), false, Move.NONE);
        var ours = our.fates().getOrDefault(path, unchanged);
        var theirs = their.fates().getOrDefault(path, unchanged);
        work.touched.add(path);
        if (ours.path().isEmpty() && theirs.path().isEmpty()) {
            return;
        }
        if (ours.path().isEmpty() || theirs.path().isEmpty()) {
            decideDeletion(work, before, ours, theirs);
            return;
        }
        var ourPath = ours.path().get();
        var theirPath = theirs.path().get();
        if (!ourPath.equals(path) && !theirPath.equals(path) && !ourPath.equals(theirPath)) {
            var kind = "renamed differently";
            work.claim(
                    path, clash(path, kind, Optional.empty(), Optional.of(before), Optional.empty(), Optional.empty()));
            work.claim(ourPath, clash(ourPath, kind, ours.side(), Optional.empty(), ours.side(), Optional.empty()));
            work.claim(
                    theirPath,
                    clash(theirPath, kind, theirs.side(), Optional.empty(), Optional.empty(), theirs.side()));
            return;
        }
        var target = ourPath.equals(path) ? theirPath : ourPath;
        if (!ourPath.equals(theirPath) && isFile(ours) != isFile(theirs)) {
            var isTheirsRenamed = ourPath.equals(path);
            decideOtherKind(work, before, ours, theirs, isTheirsRenamed, isTheirsRenamed ? our : their);
            return;
        }
        var merged = merged(
                target,
                names(path, ourPath, theirPath),
                Optional.of(before),
                ours.side().orElseThrow(),
                theirs.side().orElseThrow());
        var move = ours.move() == Move.NONE ? theirs.move() : ours.move();
        work.claim(target, moved(target, merged, Optional.of(before), move));
    }

    private static void decideDeletion(Work work, Side before, Fate ours, Fate theirs) {
        var kept = ours.path().isEmpty() ? theirs : ours;
        if (!kept.isChanged()) {
            return;
        }
        var at = kept.path().orElseThrow();
        var isRenamed = kept.side().equals(Optional.of(before));
        var kind = (ours.path().isEmpty() ? "deleted by us" : "deleted by them") + (isRenamed ? ", renamed" : "");
        work.claim(at, clash(at, kind, kept.side(), Optional.of(before), ours.side(), theirs.side()));
    }

    private static boolean isFile(Fate fate) {
        return (fate.side().orElseThrow().mode() & TYPE) == FILE;
    }

    /// One side has renamed a file, the other has put another kind of thing, such as a link, in its place: that is
    /// no
    /// change of the file, which the other side has then deleted, or, when it has added a file where the first one
    /// renamed it to, has renamed, too.
    private void decideOtherKind(
            Work work, Side before, Fate ours, Fate theirs, boolean isTheirsRenamed, SideChanges other) {
        var nothing = Optional.<Side>empty();
        var renamed = isTheirsRenamed ? theirs : ours;
        var stays = isTheirsRenamed ? ours : theirs;
        work.claim(
                stays.path().orElseThrow(),
                isTheirsRenamed ? taken(stays.side(), nothing) : taken(nothing, stays.side()));
        var at = renamed.path().orElseThrow();
        var side = renamed.side().orElseThrow();
        var added = other.added().get(at);
        if (added != null) {
            work.decided.add(at);
            var names = new Names(ourName, theirName);
            work.claim(
                    at,
                    isTheirsRenamed
                            ? merged(at, names, Optional.of(before), added.side(), side)
                            : merged(at, names, Optional.of(before), side, added.side()));
            return;
        }
        work.claim(
                at,
                clash(
                        at,
                        isTheirsRenamed ? "deleted by us" : "deleted by them",
                        renamed.side(),
                        Optional.of(before),
                        isTheirsRenamed ? nothing : renamed.side(),
                        isTheirsRenamed ? renamed.side() : nothing));
    }

    private static Claim clash(
            FilePath path,
            String kind,
            Optional<Side> result,
            Optional<Side> base,
            Optional<Side> ours,
            Optional<Side> theirs) {
        return new Claim(result, Optional.of(new Clash(path, kind, base, ours, theirs)), ours, theirs);
    }

    /// What the two sides are called in markers.
    private record Names(String ours, String theirs) {}

    /// As git: with the paths when they are not all the same.
    private Names names(FilePath before, FilePath ours, FilePath theirs) {
        return before.equals(ours) && before.equals(theirs)
                ? new Names(ourName, theirName)
                : new Names(ourName + ":" + ours.text(), theirName + ":" + theirs.text());
    }

    private Claim merged(FilePath path, Names names, Optional<Side> base, Side ours, Side theirs) {
        int baseMode = base.map(Side::mode).orElse(0);
        var baseBlob = base.map(Side::blob);
        int mode = ours.mode() == baseMode ? theirs.mode() : ours.mode();
        var modesClash = ours.mode() != theirs.mode() && ours.mode() != baseMode && theirs.mode() != baseMode;
        var both = new Clash(
                path, base.isEmpty() ? "both added" : "both modified", base, Optional.of(ours), Optional.of(theirs));
        if (!isSameType(ours, theirs)
                && !Optional.of(ours).equals(base)
                && !Optional.of(theirs).equals(base)) {
            return apart(path, base, ours, theirs);
        }
        if (ours.blob().equals(theirs.blob()) || Optional.of(theirs.blob()).equals(baseBlob)) {
            return new Claim(
                    Optional.of(new Side(mode, ours.blob())),
                    modesClash ? Optional.of(both) : Optional.empty(),
                    Optional.of(ours),
                    Optional.of(theirs));
        }
        if (Optional.of(ours.blob()).equals(baseBlob)) {
            return new Claim(
                    Optional.of(new Side(mode, theirs.blob())),
                    modesClash ? Optional.of(both) : Optional.empty(),
                    Optional.of(ours),
                    Optional.of(theirs));
        }
        if ((ours.mode() & TYPE) != FILE) {
            return new Claim(Optional.of(ours), Optional.of(both), Optional.of(ours), Optional.of(theirs));
        }
        var treatment = attributes.treatment(new String(path.bytes(), StandardCharsets.ISO_8859_1));
        var text = treatment.merge() == Treatment.Merge.WHOLE
                ? Optional.<TextMerge.Merged>empty()
                : text(base.filter(side -> (side.mode() & TYPE) == FILE), ours, theirs, style(names, treatment));
        if (text.isEmpty()) {
            return whole(mode, base, both, modesClash);
        }
        return new Claim(
                Optional.of(new Side(mode, add(text.get().text()))),
                text.get().clean() && !modesClash ? Optional.empty() : Optional.of(both),
                Optional.of(ours),
                Optional.of(theirs));
    }

    /// What nobody can merge stays as ours, and in a common tree, which nobody will look at, as it was.
    private Claim whole(int mode, Optional<Side> base, Clash both, boolean modesClash) {
        var ours = both.ours().orElseThrow();
        if (depth == 0) {
            return new Claim(Optional.of(new Side(mode, ours.blob())), Optional.of(both), both.ours(), both.theirs());
        }
        var before = base.filter(side -> (side.mode() & TYPE) == FILE).map(Side::blob);
        return new Claim(
                Optional.of(new Side(mode, before.orElseGet(() -> add(new byte[0])))),
                modesClash ? Optional.of(both) : Optional.empty(),
                both.ours(),
                both.theirs());
    }

    private MarkedText.Style style(Names names, Treatment treatment) {
        return new MarkedText.Style(
                names.ours(),
                names.theirs(),
                treatment.markerLength() + 2 * depth,
                treatment.merge() == Treatment.Merge.UNION);
    }

    /// Empty when it is too long or looks binary.
    private Optional<TextMerge.Merged> text(Optional<Side> base, Side ours, Side theirs, MarkedText.Style style) {
        var baseText =
                base.flatMap(side -> objects.readBlob(side.blob(), MOST_BYTES)).orElse(new byte[0]);
        var ourText = objects.readBlob(ours.blob(), MOST_BYTES);
        var theirText = objects.readBlob(theirs.blob(), MOST_BYTES);
        if (ourText.isEmpty()
                || theirText.isEmpty()
                || TextMerge.isBinary(baseText)
                || TextMerge.isBinary(ourText.get())
                || TextMerge.isBinary(theirText.get())) {
            return Optional.empty();
        }
        return Optional.of(TextMerge.merge(baseText, ourText.get(), theirText.get(), style));
    }

    private GitId add(byte[] text) {
        var blob = new ObjectHasher().gitId(ObjectKind.BLOB, text);
        made.put(blob, new RawObject(ObjectKind.BLOB, text));
        return blob;
    }

    /// Two of different kinds, such as a file and a link: both are kept, the file under another name.
    private static Claim apart(FilePath path, Optional<Side> base, Side ours, Side theirs) {
        var isOursAside = (ours.mode() & TYPE) == FILE;
        var stays = isOursAside ? theirs : ours;
        var aside = isOursAside ? ours : theirs;
        return new Claim(
                Optional.of(stays),
                Optional.of(new Clash(path, "different kinds", base, Optional.of(ours), Optional.of(theirs))),
                Optional.of(ours),
                Optional.of(theirs),
                Optional.of(new Aside(aside, isOursAside, base.filter(before -> isSameType(before, aside)))));
    }

    private static boolean isSameType(Side one, Side other) {
        return (one.mode() & TYPE) == (other.mode() & TYPE);
    }

    /// One file for each path: two that want to be in one place are merged as two that were added.
    private MergedTree settle(Work work, SideChanges our, SideChanges their, List<GitId> trees) {
        var changes = new TreeMap<FilePath, Optional<Side>>();
        var conflicts = new TreeMap<FilePath, Clash>();
        var asides = new TreeMap<FilePath, Aside>();
        work.touched.forEach(path -> changes.put(path, Optional.empty()));
        work.claims.forEach((path, claims) -> {
            var claim = claims.getFirst();
            for (var other : claims.subList(1, claims.size())) {
                claim = together(path, claim, other);
            }
            changes.put(path, claim.result());
            claim.clash().ifPresent(clash -> conflicts.put(path, clash));
            claim.aside().ifPresent(aside -> asides.put(path, aside));
        });
        separate(changes, conflicts, work, trees);
        asides.forEach((path, aside) -> {
            var name = freeName(path, aside.isOurs(), changes, trees);
            changes.put(name, Optional.of(aside.side()));
            conflicts.put(
                    name,
                    new Clash(
                            name,
                            "different kinds",
                            aside.base(),
                            Optional.of(aside.side()).filter(side -> aside.isOurs()),
                            Optional.of(aside.side()).filter(side -> !aside.isOurs())));
        });
        return new MergedTree(withoutOurs(changes, our, their), List.copyOf(conflicts.values()));
    }

    private Claim together(FilePath path, Claim one, Claim other) {
        if (one.result().isEmpty() || other.result().isEmpty()) {
            return beside(
                    path, one.result().isEmpty() ? one : other, one.result().isEmpty() ? other : one);
        }
        var left = one.result().get();
        var right = other.result().get();
        if (left.equals(right) && one.clash().isEmpty() && other.clash().isEmpty()) {
            return one;
        }
        boolean leftIsOurs = one.ours().isPresent() || other.theirs().isPresent();
        var ours = leftIsOurs ? left : right;
        var theirs = leftIsOurs ? right : left;
        var merged = merged(path, new Names(ourName, theirName), Optional.empty(), ours, theirs);
        var clash = merged.clash();
        if (clash.isEmpty() && (one.clash().isPresent() || other.clash().isPresent())) {
            clash = Optional.of(
                    new Clash(path, "both added", Optional.empty(), Optional.of(ours), Optional.of(theirs)));
        }
        return new Claim(merged.result(), clash, Optional.of(ours), Optional.of(theirs), merged.aside());
    }

    /// A file comes to where one was that both sides renamed, each to another place.
    private static Claim beside(FilePath path, Claim gone, Claim file) {
        var base = gone.clash().flatMap(Clash::base);
        var kind = file.clash().or(gone::clash).map(Clash::kind).orElse("both added");
        return new Claim(
                file.result(),
                Optional.of(new Clash(path, kind, base, file.ours(), file.theirs())),
                file.ours(),
                file.theirs(),
                file.aside());
    }

    /// A file cannot lie where a directory is: it gets another name, and somebody must decide.
    private void separate(
            TreeMap<FilePath, Optional<Side>> changes, Map<FilePath, Clash> conflicts, Work work, List<GitId> trees) {
        for (var path : List.copyOf(changes.keySet())) {
            var side = Objects.requireNonNull(changes.get(path), "its key was just listed");
            if (side.isEmpty() || !isDirectory(path, changes)) {
                continue;
            }
            var claim = Objects.requireNonNull(work.claims.get(path), "a changed path has a claim")
                    .getFirst();
            var name = freeName(path, claim.ours().isPresent(), changes, trees);
            changes.put(path, Optional.empty());
            changes.put(name, side);
            conflicts.remove(path);
            var base = claim.clash().flatMap(Clash::base);
            conflicts.put(name, new Clash(name, "file and directory", base, claim.ours(), claim.theirs()));
        }
    }

    /// A name beside `path` that says whose the file is, and that nobody has.
    private FilePath freeName(
            FilePath path, boolean isOurs, TreeMap<FilePath, Optional<Side>> changes, List<GitId> trees) {
        var text = ("~" + (isOurs ? ourName : theirName)).replace('/', '_');
        for (int attempt = 0; ; attempt++) {
            var name = FilePath.of(append(path.bytes(), attempt == 0 ? text : text + "_" + (attempt - 1)));
            var isTaken = changes.containsKey(name)
                    || isDirectory(name, changes)
                    || trees.stream()
                            .anyMatch(tree ->
                                    new TreeReader(objects).find(tree, name).isPresent());
            if (!isTaken) {
                return name;
            }
        }
    }

    private static boolean isDirectory(FilePath path, TreeMap<FilePath, Optional<Side>> changes) {
        return changes.tailMap(path, false).entrySet().stream()
                .takeWhile(entry -> startsWith(entry.getKey().bytes(), path.bytes()))
                .anyMatch(
                        entry -> entry.getValue().isPresent() && entry.getKey().isIn(path));
    }

    private static boolean startsWith(byte[] bytes, byte[] start) {
        return bytes.length >= start.length && Arrays.equals(bytes, 0, start.length, start, 0, start.length);
    }

    private static byte[] append(byte[] bytes, String text) {
        var more = text.getBytes(StandardCharsets.UTF_8);
        var all = Arrays.copyOf(bytes, bytes.length + more.length);
        System.arraycopy(more, 0, all, bytes.length, more.length);
        return all;
    }

    /// Leaves out what our tree has already.
    private static TreeMap<FilePath, Optional<Side>> withoutOurs(
            TreeMap<FilePath, Optional<Side>> changes, SideChanges our, SideChanges their) {
        var present = new TreeMap<FilePath, Side>(their.before());
        our.fates().keySet().forEach(present::remove);
        our.added().forEach((path, file) -> present.put(path, file.side()));
        our.fates()
                .values()
                .forEach(fate -> fate.path()
                        .ifPresent(path -> present.put(path, fate.side().orElseThrow())));
        changes.entrySet()
                .removeIf(change -> change.getValue().equals(Optional.ofNullable(present.get(change.getKey()))));
        return changes;
    }
}
