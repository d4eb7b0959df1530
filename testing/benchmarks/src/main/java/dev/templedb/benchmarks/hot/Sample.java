package dev.templedb.benchmarks.hot;

import dev.templedb.core.GitId;
import dev.templedb.packages.frames.FrameLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.treewalk.TreeWalk;

/// Real objects to measure with, from the repository that the system property `bench.repository` names.
final class Sample {
    private Sample() {}

    /// A file's content, with the id that git gives it.
    record Blob(GitId id, byte[] bytes) {}

    /// Something that may fail with a checked exception, which constructors of benchmarks must not throw.
    @FunctionalInterface
    interface Making<T> {
        T make() throws Exception;
    }

    static <T> T unchecked(Making<T> making) {
        try {
            return making.make();
        } catch (Exception failure) {
            throw new IllegalStateException("the sample cannot be made", failure);
        }
    }

    static Path repositoryPath() {
        return Path.of(System.getProperty("bench.repository", "."));
    }

    static Repository repository() {
        return unchecked(Sample::open);
    }

    private static Repository open() throws IOException {
        var builder = new FileRepositoryBuilder().setMustExist(true);
        var path = repositoryPath().toFile();
        return (new java.io.File(path, "objects").isDirectory() ? builder.setGitDir(path) : builder.findGitDir(path))
                .build();
    }

    /// The files that `HEAD` names, in the order of their paths, as many as fit into one frame.
    static List<Blob> oneFrame() {
        return unchecked(Sample::readOneFrame);
    }

    private static List<Blob> readOneFrame() throws IOException {
        var blobs = new ArrayList<Blob>();
        int left = FrameLimits.RAW_BYTES;
        try (var repository = repository();
                var reader = repository.newObjectReader();
                var tree = new TreeWalk(reader)) {
            tree.addTree(repository.resolve(Constants.HEAD + "^{tree}"));
            tree.setRecursive(true);
            while (tree.next()) {
                if (tree.getFileMode().getObjectType() == Constants.OBJ_BLOB) {
                    var bytes = reader.open(tree.getObjectId(0)).getBytes();
                    if (bytes.length > left) {
                        break;
                    }
                    left -= bytes.length;
                    blobs.add(new Blob(GitId.parse(tree.getObjectId(0).name()), bytes));
                }
            }
        }
        return blobs;
    }

    /// The newest commits that have one parent or more, at most `count`.
    static List<RevCommit> commits(Repository repository, int count) throws IOException {
        var commits = new ArrayList<RevCommit>();
        try (var walk = new RevWalk(repository)) {
            walk.markStart(walk.parseCommit(repository.resolve(Constants.HEAD)));
            for (var commit = walk.next(); commit != null && commits.size() < count; commit = walk.next()) {
                if (commit.getParentCount() > 0) {
                    walk.parseHeaders(commit.getParent(0));
                    commits.add(commit);
                }
            }
        }
        return commits;
    }
}
