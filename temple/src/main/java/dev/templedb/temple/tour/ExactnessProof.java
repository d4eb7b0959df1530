package dev.templedb.temple.tour;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.temple.Temple;
import dev.templedb.temple.exchange.PackageExport;
import dev.templedb.temple.git.GitClone;
import dev.templedb.temple.git.GitRepository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Compares what went in with what came out, by git's own word where there is a git repository to compare with.
///
/// Equal ids are equal content, modes and names: `git fsck` has computed each id of the result from its bytes.
///
/// @param refs        how many refs were compared
/// @param differences what is not equal
public record ExactnessProof(int refs, List<String> differences) {
    static ExactnessProof of(Temple temple, String original, String copy, String source, Path repository) {
        var differences = new ArrayList<String>();
        var exporter = new PackageExport(temple);
        if (!exporter.state(original).objects().equals(exporter.state(copy).objects())) {
            differences.add("The copy in the temple does not hold the same objects.");
        }
        var isAddress = GitClone.isAddress(source);
        var local = isAddress ? repository : Path.of("").toAbsolutePath().resolve(source);
        differences.addAll(damage(repository, local));
        var result = refs(repository);
        if (isAddress) {
            compare(remoteRefs(repository, source), result, differences);
        } else if (GitRepository.isRepository(local)) {
            compare(refs(local), result, differences);
        }
        return new ExactnessProof(result.size(), List.copyOf(differences));
    }

    private static void compare(Set<String> wanted, Set<String> found, List<String> differences) {
        wanted.stream()
                .filter(ref -> !found.contains(ref))
                .map("missing: "::concat)
                .forEach(differences::add);
        found.stream()
                .filter(ref -> !wanted.contains(ref))
                .map("not in the original: "::concat)
                .forEach(differences::add);
    }

    /// The branches and tags that the server of an address names.
    private static Set<String> remoteRefs(Path anywhere, String address) {
        var refs = new TreeSet<String>();
        lines(anywhere, true, "ls-remote", "--heads", "--tags", "--refs", "--", address)
                .forEach(line -> refs.add(line.replace('\t', ' ')));
        return refs;
    }

    /// Whether nothing differs.
    public boolean isExact() {
        return differences.isEmpty();
    }

    /// What git finds wrong with the result and not with the original.
    private static List<String> damage(Path repository, Path source) {
        var found = lines(repository, false, "fsck", "--strict", "--no-dangling", "--no-progress");
        if (found.isEmpty() || source.equals(repository)) {
            return found;
        }
        var original = lines(source, false, "fsck", "--strict", "--no-dangling", "--no-progress");
        return found.stream().filter(line -> !original.contains(line)).toList();
    }

    /// The refs that an import takes, each with its object.
    private static TreeSet<String> refs(Path repository) {
        var refs = new TreeSet<String>();
        for (var line : lines(repository, true, "for-each-ref", "--format=%(objectname) %(refname) %(symref)")) {
            var parts = line.split(" ", -1);
            if (!parts[1].startsWith("refs/remotes/") && !parts[1].equals("refs/stash") && parts[2].isEmpty()) {
                refs.add(parts[0] + " " + parts[1]);
            }
        }
        return refs;
    }

    private static List<String> lines(Path repository, boolean mustSucceed, String... command) {
        var words = new ArrayList<>(List.of("git", "-C", repository.toString()));
        words.addAll(Arrays.asList(command));
        try {
            var process = new ProcessBuilder(words).redirectErrorStream(true).start();
            process.getOutputStream().close();
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0 && mustSucceed) {
                throw new TempleException(ErrorCode.GIT_REPOSITORY_BROKEN, "Git cannot read %s.".formatted(repository));
            }
            return said.lines().toList();
        } catch (IOException noGit) {
            throw new TempleException(ErrorCode.INTERNAL, "The program git could not be started.", noGit);
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw new TempleException(ErrorCode.INTERRUPTED, "The comparison was interrupted.", interrupt);
        }
    }
}
