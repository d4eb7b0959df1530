package dev.templedb.packages.objects;

import dev.templedb.core.GitId;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Remembers, in little memory, which objects are here and what each refers to.
///
/// It answers three questions without reading an object twice: is the set whole (nothing that is referred to is
/// missing,
/// nothing is here that no root reaches), what does a tree hold, and what changed between two trees.
///
/// An object that is not reached cannot hide: ids are hashes, so references have no cycles, and if each object is a
/// root or referred to by an object that is here, then every one is reached from a root.
///
/// About 45 bytes an object. Entries of trees, 8 bytes each, are in memory up to 4 MiB and beyond that in a scratch
/// file.
/// Not thread-safe.
public final class ObjectGraph {
    private static final int PRESENT = 8;
    private static final int REFERRED = 16;
    private static final int KIND = 7;
    private static final int EXPECTED_SHIFT = 5;
    private static final int MODE_TYPE = 0170000;
    private static final int SUBMODULE = 0160000;
    /// An entry of a tree is two ints: name and mode, and the object that it names.
    private static final int MODE_BITS = 8;
    /// 4 MiB; a history of 20,000 objects stays below.
    private static final int MOST_REFS_IN_MEMORY = 1 << 20;
    private static final int MOST_MODES = (1 << MODE_BITS) - 1;
    private static final int MOST_NAMES = 1 << 32 - MODE_BITS - 1;

    private final IdTable ids = new IdTable();
    /// For each object: present kind, flags, and the kind its referrers expect.
    private final IntPool flags = new IntPool();
    /// For each object: where its entries (tree) or parents (commit) begin in `refs`, or -1.
    private final IntPool at = new IntPool();
    private final ScratchInts refs = new ScratchInts(MOST_REFS_IN_MEMORY);
    private int[] entries = new int[256];
    /// For each name: the tree that had it last, to find doubles.
    private final IntPool nameSeenIn = new IntPool();

    /// The modes that trees have, by the number that their entries keep.
    private final int[] modes = new int[MOST_MODES + 1];

    private int modeCount;
    private final PathTable paths;
    private final TreeLimits limits = new TreeLimits();
    private long treeEntries;

    /// An empty graph.
    public ObjectGraph() {
        this(new PathTable());
    }

    /// An empty graph whose names are numbered by `paths`.
    public ObjectGraph(PathTable paths) {
        this.paths = paths;
    }

    /// How many ids have a number here, present or only referred to; numbers are below this.
    public int count() {
        return ids.count();
    }

    /// The names and paths of the trees that are here.
    public PathTable paths() {
        return paths;
    }

    /// Counts an entry that is unfolded at a path of `pathBytes`.
    ///
    /// @throws dev.templedb.core.TempleException with `TREE_TOO_LARGE` when so few entries may not unfold to so
    /// many
    void unfold(int pathBytes) {
        limits.unfold(pathBytes, treeEntries);
    }

    /// Counts an entry that is compared with another.
    ///
    /// @throws dev.templedb.core.TempleException with `TREE_TOO_LARGE` when so few entries may not be compared so
    /// often
    void look() {
        limits.look(treeEntries);
    }

    /// The number of `id`, given now if it is new.
    public int number(GitId id) {
        return number(id.bytes(), 0);
    }

    private int number(byte[] source, int offset) {
        int number = ids.intern(source, offset);
        if (number == flags.size()) {
            flags.add(0);
            at.add(-1);
        }
        return number;
    }

    /// The number of `id`, or -1.
    public int find(GitId id) {
        return ids.find(id.bytes(), 0);
    }

    /// The id with this number.
    public GitId id(int number) {
        return ids.id(number);
    }

    /// Copies the id with this number to `target`.
    public void copyId(int number, byte[] target, int offset) {
        ids.copyTo(number, target, offset);
    }

    /// Whether the object itself is here, and not only referred to.
    public boolean isPresent(int number) {
        return (flags.get(number) & PRESENT) != 0;
    }

    /// The kind of an object that is here.
    public ObjectKind kind(int number) {
        return ObjectKind.ofCode(flags.get(number) & KIND);
    }

    /// Says that something outside refers to `id`: a ref, or a state. `expected` is null when any kind will do.
    public int require(GitId id, @Nullable ObjectKind expected) throws MalformedObject {
        int number = number(id);
        refer(number, expected);
        return number;
    }

    /// Says that a blob (or the recipe for one) is here.
    public int addBlob(GitId id) throws MalformedObject {
        return add(number(id), ObjectKind.BLOB);
    }

    /// Adds a commit with its tree and parents. A parent in a shallow commit is not required.
    public int addCommit(GitId id, CommitText commit, boolean shallow) throws MalformedObject {
        int number = number(id);
        if (isPresent(number)) {
            return number;
        }
        int tree = number(commit.tree());
        refer(tree, ObjectKind.TREE);
        var parents = shallow ? java.util.List.<GitId>of() : commit.parents();
        var numbers = new int[parents.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = number(parents.get(i));
            refer(numbers[i], ObjectKind.COMMIT);
        }
        at.set(number, refs.size());
        refs.add(tree);
        refs.add(numbers.length);
        for (int parent : numbers) {
            refs.add(parent);
        }
        return add(number, ObjectKind.COMMIT);
    }

    /// Adds an annotated tag with what it names.
    public int addTag(GitId id, TagText tag) throws MalformedObject {
        int number = number(id);
        if (!isPresent(number)) {
            at.set(number, refs.size());
            int target = number(tag.target());
            refs.add(target);
            refer(target, tag.targetKind());
        }
        return add(number, ObjectKind.TAG);
    }

    /// Adds a tree with its entries.
    ///
    /// @throws MalformedObject when the bytes are no tree, or a name is unsafe ([UnsafeName]) or there twice
    public int addTree(GitId id, byte[] raw, int offset, int length) throws MalformedObject {
        int number = number(id);
        if (isPresent(number)) {
            return number;
        }
        int count = readEntries(number, new TreeEntries(raw, offset, length), raw);
        at.set(number, refs.size());
        refs.add(count);
        for (int i = 0; i < 2 * count; i++) {
            refs.add(entries[i]);
        }
        treeEntries += count;
        return add(number, ObjectKind.TREE);
    }

    /// Puts what the tree's entries refer to into `entries`, and returns how many there are.
    private int readEntries(int tree, TreeEntries read, byte[] raw) throws MalformedObject {
        int count = 0;
        while (read.next()) {
            var unsafe = UnsafeName.whyUnsafe(raw, read.nameStart(), read.nameEnd());
            if (unsafe.isPresent()) {
                throw new UnsafeTree(unsafe.get());
            }
            int name = name(read.name(), tree);
            int child = number(raw, read.idStart());
            var target = FileMode.of(read.mode()).target();
            if (target != null) {
                refer(child, target);
            }
            if (2 * count == entries.length) {
                entries = Arrays.copyOf(entries, 4 * count);
            }
            entries[2 * count] = name << MODE_BITS | modeNumber(read.mode());
            entries[2 * count + 1] = child;
            count++;
        }
        return count;
    }

    /// A mode as a small number: repositories have a handful.
    private int modeNumber(int mode) throws MalformedObject {
        for (int number = 0; number < modeCount; number++) {
            if (modes[number] == mode) {
                return number;
            }
        }
        if (modeCount == MOST_MODES) {
            throw new MalformedObject("there are more than %d different file modes".formatted(MOST_MODES));
        }
        modes[modeCount] = mode;
        return modeCount++;
    }

    private int name(byte[] bytes, int tree) throws MalformedObject {
        int name = paths.name(bytes);
        if (name >= MOST_NAMES) {
            throw new MalformedObject("there are more than %d different file names".formatted(MOST_NAMES));
        }
        while (nameSeenIn.size() <= name) {
            nameSeenIn.add(-1);
        }
        if (nameSeenIn.get(name) == tree) {
            throw new UnsafeTree("a name is there twice");
        }
        nameSeenIn.set(name, tree);
        return name;
    }

    private int add(int number, ObjectKind kind) throws MalformedObject {
        int flag = flags.get(number);
        int expected = flag >>> EXPECTED_SHIFT & KIND;
        if (expected != 0 && expected != kind.code()) {
            throw new MalformedObject("object %s is a %s, but another object refers to it as a %s"
                    .formatted(
                            id(number), kind.word(), ObjectKind.ofCode(expected).word()));
        }
        flags.set(number, flag & ~KIND | PRESENT | kind.code());
        return number;
    }

    private void refer(int number, @Nullable ObjectKind expected) throws MalformedObject {
        int flag = flags.get(number) | REFERRED;
        if (expected != null) {
            int before = flag >>> EXPECTED_SHIFT & KIND;
            var known = before != 0 ? before : (flag & PRESENT) != 0 ? flag & KIND : expected.code();
            if (known != expected.code()) {
                throw new MalformedObject("object %s is referred to as a %s and as a %s"
                        .formatted(id(number), ObjectKind.ofCode(known).word(), expected.word()));
            }
            flag |= expected.code() << EXPECTED_SHIFT;
        }
        flags.set(number, flag);
    }

    /// An object that is referred to but not here, if there is one. Costs one pass over all numbers.
    public Optional<GitId> firstMissing() {
        return first(REFERRED);
    }

    /// An object that is here but that nothing refers to, if there is one. Costs one pass over all numbers.
    public Optional<GitId> firstUnreached() {
        return first(PRESENT);
    }

    /// Hands out every object that is referred to but not here, and the kind that it should have; null when any
    /// will
    /// do. Costs one pass over all numbers.
    public void missing(BiConsumer<GitId, @Nullable ObjectKind> sink) {
        for (int number = 0; number < flags.size(); number++) {
            int flag = flags.get(number);
            if ((flag & (PRESENT | REFERRED)) == REFERRED) {
                int expected = flag >>> EXPECTED_SHIFT & KIND;
                sink.accept(id(number), expected == 0 ? null : ObjectKind.ofCode(expected));
            }
        }
    }

    /// Whether something refers to `id`: an object that is here, or what [#require] was told of.
    public boolean isReferred(GitId id) {
        int number = find(id);
        return number >= 0 && (flags.get(number) & REFERRED) != 0;
    }

    /// The numbers of everything that `roots` lead to. What is not here (a blob that nobody added, or something
    /// that
    /// is missing) is among them, and leads nowhere.
    public BitSet reachedFrom(Collection<GitId> roots) {
        var reached = new BitSet();
        var queue = new ArrayDeque<Integer>();
        roots.forEach(root -> visit(number(root), reached, queue));
        while (!queue.isEmpty()) {
            int number = queue.pop();
            if (!isPresent(number)) {
                continue;
            }
            switch (kind(number)) {
                case COMMIT -> {
                    visit(treeOf(number), reached, queue);
                    for (int parent : parentsOf(number)) {
                        visit(parent, reached, queue);
                    }
                }
                case TREE -> visitEntries(number, reached, queue);
                case TAG -> visit(targetOf(number), reached, queue);
                case BLOB, PIECE, RECIPE -> {}
            }
        }
        return reached;
    }

    private void visitEntries(int tree, BitSet reached, ArrayDeque<Integer> queue) {
        int count = entryCount(tree);
        for (int entry = 0; entry < count; entry++) {
            if ((entryMode(tree, entry) & MODE_TYPE) != SUBMODULE) {
                visit(entryTarget(tree, entry), reached, queue);
            }
        }
    }

    private static void visit(int number, BitSet reached, ArrayDeque<Integer> queue) {
        if (!reached.get(number)) {
            reached.set(number);
            queue.push(number);
        }
    }

    private Optional<GitId> first(int only) {
        for (int number = 0; number < flags.size(); number++) {
            if ((flags.get(number) & (PRESENT | REFERRED)) == only) {
                return Optional.of(id(number));
            }
        }
        return Optional.empty();
    }

    /// The root tree of a commit that is here.
    public int treeOf(int commit) {
        return refs.get(at.get(commit));
    }

    /// The parents of a commit that is here, in order; none for one that was added as shallow.
    public int[] parentsOf(int commit) {
        int start = at.get(commit) + 1;
        var parents = new int[refs.get(start)];
        for (int i = 0; i < parents.length; i++) {
            parents[i] = refs.get(start + 1 + i);
        }
        return parents;
    }

    /// What a tag that is here names.
    public int targetOf(int tag) {
        return refs.get(at.get(tag));
    }

    /// How many entries a tree that is here has.
    public int entryCount(int tree) {
        return refs.get(at.get(tree));
    }

    /// The number of the name of a tree's entry; names have numbers of their own, equal for equal names.
    public int entryName(int tree, int entry) {
        return refs.get(at.get(tree) + 1 + 2 * entry) >>> MODE_BITS;
    }

    /// The mode of a tree's entry as it stands there.
    public int entryMode(int tree, int entry) {
        return modes[refs.get(at.get(tree) + 1 + 2 * entry) & MOST_MODES];
    }

    /// The object that a tree's entry names; for a submodule, a commit that is not here.
    public int entryTarget(int tree, int entry) {
        return refs.get(at.get(tree) + 2 + 2 * entry);
    }
}
