package dev.templedb.packages.objects;

import dev.templedb.core.GitId;
import dev.templedb.testkit.GitFolder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/// A real git repository, read and written with the real git.
final class GitRepository implements ObjectSource {
    private final Path directory;
    private final GitFolder folder;

    GitRepository(Path directory) {
        this.directory = directory;
        this.folder = GitFolder.init(directory);
    }

    String git(String... arguments) {
        return new String(run(new byte[0], arguments), StandardCharsets.ISO_8859_1);
    }

    byte[] run(byte[] input, String... arguments) {
        return folder.bytes(input, arguments);
    }

    /// Makes some commits with random changes, a merge among them.
    void grow(long seed, int commits) throws IOException {
        var random = new Random(seed);
        for (int commit = 0; commit < commits; commit++) {
            if (commit == commits / 2) {
                git("checkout", "-q", "-b", "side", "HEAD~1");
            }
            for (int change = 0; change <= random.nextInt(4); change++) {
                change(random);
            }
            git("add", "-A");
            git("commit", "-q", "--allow-empty", "-m", "commit " + commit);
        }
        git("checkout", "-q", "main");
        git("merge", "-q", "-s", "ours", "-m", "merge", "side");
        git("tag", "-a", "-m", "a tag", "v1");
        git("tag", "light", "HEAD~1");
    }

    private void change(Random random) throws IOException {
        var file = directory.resolve(
                "d" + random.nextInt(3) + (random.nextBoolean() ? "/e.x" : "") + "/f" + random.nextInt(4));
        for (var above = file.getParent(); !above.equals(directory); above = above.getParent()) {
            if (Files.isRegularFile(above)) {
                Files.delete(above);
            }
        }
        deleteTree(file);
        switch (random.nextInt(6)) {
            case 0 -> Files.deleteIfExists(file);
            case 1 -> {
                // A directory becomes a file.
                git(
                        "rm",
                        "-rqf",
                        "--ignore-unmatch",
                        directory.relativize(file.getParent()).toString());
                deleteTree(file.getParent());
                Files.createDirectories(file.getParent().getParent());
                Files.writeString(file.getParent(), "file " + random.nextInt());
            }
            case 2 -> {
                Files.createDirectories(file.getParent());
                Files.deleteIfExists(file);
                Files.createSymbolicLink(file, Path.of("target" + random.nextInt(3)));
            }
            case 3 -> {
                Files.createDirectories(file.getParent());
                Files.deleteIfExists(file);
                Files.writeString(file, "#!" + random.nextInt(3));
                file.toFile().setExecutable(random.nextBoolean());
            }
            default -> {
                Files.createDirectories(file.getParent());
                Files.deleteIfExists(file);
                Files.writeString(file, "content " + random.nextInt(20));
            }
        }
    }

    private static void deleteTree(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            try (var found = Files.walk(path)) {
                for (var file :
                        found.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    @Override
    public RawObject read(GitId id) {
        var kind = switch (git("cat-file", "-t", id.hex()).strip()) {
            case "commit" -> ObjectKind.COMMIT;
            case "tree" -> ObjectKind.TREE;
            case "tag" -> ObjectKind.TAG;
            default -> ObjectKind.BLOB;
        };
        return new RawObject(kind, run(new byte[0], "cat-file", kind.word(), id.hex()));
    }

    @Override
    public long blobBytes(GitId id) {
        return read(id).bytes().length;
    }

    @Override
    public InputStream openBlob(GitId id) {
        return new ByteArrayInputStream(read(id).bytes());
    }
}
