package dev.templedb.packages.directory;

import dev.templedb.core.GitId;
import dev.templedb.core.Sha256;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.samples.SampleProject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/// Projects with everything that may be awkward, from a seed.
final class RandomProjects {
    private static final byte[][] NAMES = {
        bytes("a.txt"), bytes("README.md"), bytes("aux.c"), bytes("Makefile"), bytes("makefile"), bytes(" spaces "),
        bytes("\u00fcn\u00ef"), bytes("\ud83d\ude00"), {'l', (byte) 0xe9}, {(byte) 0xff}, {'%', 'f', 'f'},
                bytes("line\nend"),
        bytes("back\\slash"), bytes("manifest.json"), bytes(".env"), bytes("caf\u0065\u0301"), bytes("caf\u00e9"),
                bytes("NUL")
    };
    private static final int[] MODES = {0100644, 0100644, 0100644, 0100755, 0120000, 0160000, 0100664};
    private static final String[] DOCUMENTS = {
        "deployments/deploy.json",
        "vcs/history.json",
        "vcs/commits.json",
        "files/x",
        "state.json",
        "environments/dev.nix",
        "metadata/tags.json",
        "Metadata/TAGS.json",
        "secrets",
        "Thumbs.db",
        "a/b",
        "a",
        "_named/2e2e2f78",
        "_named/c3bc2e747874",
        "big.part-00001-of-00002",
        "big.part-00002-of-00002",
        "x/y/z/q",
        "objects/0001.frames",
        "CON",
        "documents/a"
    };

    private final Random random;
    private final SampleProject project = new SampleProject();
    private final List<GitId> commits = new ArrayList<>();

    private RandomProjects(long seed) {
        this.random = new Random(seed);
    }

    static SampleProject of(long seed) {
        return new RandomProjects(seed).build();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private SampleProject build() {
        int count = random.nextInt(6);
        for (int i = 0; i < count; i++) {
            commits.add(commit(i));
        }
        if (!commits.isEmpty() && random.nextInt(8) > 0) {
            project.ref("refs/heads/main", commits.getLast());
        }
        // Each commit is reached from somewhere, whatever the shape of the history.
        for (int i = 0; i < commits.size(); i++) {
            project.ref("refs/keep/" + i, commits.get(i));
            if (random.nextInt(4) == 0) {
                project.ref("refs/heads/topic/" + i, commits.get(i));
                project.ref("refs/tags/light-" + i, commits.get(i));
                var tag = project.tag(commits.get(i), "commit", "v" + i);
                project.ref("refs/tags/v" + i, random.nextBoolean() ? tag : project.tag(tag, "tag", "again" + i));
            }
        }
        if (random.nextInt(3) == 0) {
            project.ref("refs/tags/blob", project.blob("tagged content " + random.nextInt()));
        }
        addDocuments();
        if (random.nextBoolean()) {
            project.unknownFields(unknown());
        }
        if (random.nextBoolean()) {
            project.oneObjectPerFrame();
        }
        return project;
    }

    private Json.Obj unknown() {
        return Json.Obj.empty()
                .with(
                        "manifest",
                        Json.Obj.empty()
                                .with("contents", Json.Obj.empty().with("moons", 2))
                                .with("later", Json.Obj.empty().with("deep", Json.Arr.ofTexts(List.of("x")))))
                .with(
                        "project",
                        Json.Obj.empty()
                                .with("mood", "good")
                                .with("statistics", Json.Obj.empty().with("stars", 5)));
    }

    private GitId commit(int number) {
        var parents = new ArrayList<GitId>();
        for (var earlier : commits) {
            if (random.nextInt(2) == 0) {
                parents.add(earlier);
            }
        }
        return project.commit("commit \u00e9 " + number, tree(2), parents.toArray(new GitId[0]));
    }

    private GitId tree(int depth) {
        var entries = new TreeMap<byte[], byte[]>(Arrays::compareUnsigned);
        for (var name : NAMES) {
            if (random.nextInt(3) == 0) {
                int mode = MODES[random.nextInt(MODES.length)];
                entries.put(name, SampleProject.entry(mode, name, content(mode)));
            }
        }
        if (depth > 0 && random.nextBoolean()) {
            entries.put(bytes("dir/"), SampleProject.entry(040000, "dir", tree(depth - 1)));
        }
        return project.tree(entries.values().toArray(new byte[0][]));
    }

    private GitId content(int mode) {
        if (mode == 0160000) {
            return GitId.parse("0123456789012345678901234567890123456789");
        }
        if (random.nextInt(150) == 0) {
            var large = new byte[(4 << 20) + random.nextInt(3 << 20)];
            new Random(random.nextInt(3)).nextBytes(large);
            return project.large(large);
        }
        return project.blob(random.nextInt(4) == 0 ? "" : "line\r\n" + random.nextInt(50) + "\n");
    }

    private static String text(int number) {
        return number % 2 == 0 ? "[%d]".formatted(number) : "document " + number;
    }

    private void addDocuments() {
        var hashes = new TreeMap<String, Json>();
        for (var name : DOCUMENTS) {
            if (random.nextInt(4) == 0) {
                var content = bytes(text(random.nextInt(9)));
                hashes.put(name, new Json.Str(Sha256.of(content).hex()));
            }
        }
        hashes.values().stream().distinct().forEach(hash -> {
            for (int i = 0; i < 9; i++) {
                var content = bytes(text(i));
                if (new Json.Str(Sha256.of(content).hex()).equals(hash)) {
                    project.piece(content);
                }
            }
        });
        project.changeState(state -> state.with("documents", Json.object(hashes)));
    }
}
