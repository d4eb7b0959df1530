import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.TreeFormatter;

/// Makes a bare git repository with a history like those that people import, for `assemble.sh` to train with: the
/// sources of this project as its files, changed a little in each commit. The same sources give the same repository.
///
///     java -cp JARS SampleRepository.java ROOT TARGET
public final class SampleRepository {
    private static final int COMMITS = 150;
    private static final int CHANGES = 8;
    private static final List<String> MODULES = List.of("analysis", "cli", "core", "packages", "sqlite", "temple");

    private final SortedMap<String, String> files = new TreeMap<>();
    private final Map<String, ObjectId> blobs = new TreeMap<>();
    private final Random random = new Random(1);

    private SampleRepository() {}

    public static void main(String[] args) throws IOException {
        var sample = new SampleRepository();
        for (String module : MODULES) {
            sample.read(Path.of(args[0]), module);
        }
        sample.files.put(".gitignore", "target/\n*.class\n");
        try (var repository = new FileRepository(Path.of(args[1]).toFile())) {
            repository.create(true);
            try (var inserter = repository.getObjectDatabase().newPackInserter()) {
                ObjectId tip = null;
                for (int number = 0; number < COMMITS; number++) {
                    tip = sample.commit(number, tip, inserter);
                }
                inserter.flush();
                var update = repository.updateRef("refs/heads/main");
                update.setNewObjectId(tip);
                update.update();
            }
            repository.updateRef(Constants.HEAD).link("refs/heads/main");
        }
    }

    private void read(Path root, String module) throws IOException {
        files.put(module + "/pom.xml", Files.readString(root.resolve(module).resolve("pom.xml")));
        Path sources = root.resolve(module).resolve("src/main");
        try (var tree = Files.walk(sources)) {
            for (Path file : (Iterable<Path>) tree.filter(Files::isRegularFile).sorted()::iterator) {
                files.put(root.relativize(file).toString(), Files.readString(file));
            }
        }
    }

    private ObjectId commit(int number, ObjectId parent, ObjectInserter inserter) throws IOException {
        if (number > 0) {
            change(number);
        }
        for (var file : files.entrySet()) {
            if (!blobs.containsKey(file.getKey())) {
                blobs.put(file.getKey(),
                        inserter.insert(Constants.OBJ_BLOB, file.getValue().getBytes(StandardCharsets.UTF_8)));
            }
        }
        var when = Instant.ofEpochSecond(1_700_000_000L + 3600L * number);
        var person = new PersonIdent("A Developer", "developer@example.com", when, ZoneOffset.UTC);
        var commit = new CommitBuilder();
        commit.setTreeId(tree("", inserter));
        if (parent != null) {
            commit.setParentId(parent);
        }
        commit.setAuthor(person);
        commit.setCommitter(person);
        commit.setMessage("Change " + number + "\n");
        return inserter.insert(commit);
    }

    /// Adds a line to some files and takes one from them.
    private void change(int number) {
        var paths = new ArrayList<>(files.keySet());
        for (int i = 0; i < CHANGES; i++) {
            String path = paths.get(random.nextInt(paths.size()));
            var lines = new ArrayList<>(files.get(path).lines().toList());
            lines.add(random.nextInt(lines.size() + 1), "// Change " + number + " of " + path);
            lines.remove(random.nextInt(lines.size()));
            files.put(path, String.join("\n", lines) + "\n");
            blobs.remove(path);
        }
    }

    /// Inserts the tree of the directory `prefix`, which is empty or ends with a slash.
    private ObjectId tree(String prefix, ObjectInserter inserter) throws IOException {
        // Git sorts directories as if their names ended with a slash.
        var names = new TreeMap<String, String>();
        for (String path : files.tailMap(prefix).keySet()) {
            if (!path.startsWith(prefix)) {
                break;
            }
            int slash = path.indexOf('/', prefix.length());
            var name = slash < 0 ? path : path.substring(0, slash + 1);
            names.put(name, name.substring(prefix.length()));
        }
        var tree = new TreeFormatter();
        for (var entry : names.entrySet()) {
            String name = entry.getValue();
            if (name.endsWith("/")) {
                tree.append(name.substring(0, name.length() - 1), FileMode.TREE, tree(entry.getKey(), inserter));
            } else {
                tree.append(name, FileMode.REGULAR_FILE, blobs.get(entry.getKey()));
            }
        }
        return inserter.insert(tree);
    }
}
