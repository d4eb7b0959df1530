package dev.templedb.cathedral.git;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/// Where history ends for everybody, because it was cut off before the project came here. JGit as a server says nothing
/// of it, and thinks that a client's history may go on behind it; git wants to be told. What JGit is asked and answers
/// is changed on its way; of a project with all its history nothing is.
final class ShallowBorder {
    private static final byte[] FLUSH = "0000".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DELIMITER = "0001".getBytes(StandardCharsets.US_ASCII);

    private final GitRequest request;
    private final Set<ObjectId> border;
    private final List<ObjectId> reached;

    private ShallowBorder(GitRequest request, Set<ObjectId> border, List<ObjectId> reached) {
        this.request = request;
        this.border = border;
        this.reached = reached;
    }

    /// Finds out which commits of the border a client gets. Of a project that has one, looks at all commits that
    /// are
    /// wanted.
    static ShallowBorder of(ServedRepository repository, GitRequest request) throws IOException {
        var border = repository.getObjectDatabase().getShallowCommits();
        return new ShallowBorder(request, border, border.isEmpty() ? List.of() : reached(repository, request, border));
    }

    private static List<ObjectId> reached(ServedRepository repository, GitRequest request, Set<ObjectId> border)
            throws IOException {
        int mostDepth = request.depth() == 0 ? Integer.MAX_VALUE : request.depth();
        try (var walk = new RevWalk(repository)) {
            walk.setRetainBody(false);
            var excluded = excluded(repository, walk, request.excluded());
            var depths = new HashMap<RevCommit, Integer>();
            var open = new ArrayDeque<RevCommit>();
            for (var want : commits(repository, walk, request.wants())) {
                if (depths.putIfAbsent(want, 1) == null) {
                    open.add(want);
                }
            }
            var found = new HashSet<ObjectId>();
            while (!open.isEmpty()) {
                var commit = open.remove();
                int depth = depths.getOrDefault(commit, 1);
                walk.parseHeaders(commit);
                if (commit.getCommitTime() < request.since() || excluded.contains(commit)) {
                    continue;
                }
                // Where the depth ends JGit says so itself.
                if (border.contains(commit) && depth < mostDepth) {
                    found.add(commit.copy());
                }
                for (var parent : commit.getParents()) {
                    if (depth < mostDepth && depths.putIfAbsent(parent, depth + 1) == null) {
                        open.add(parent);
                    }
                }
            }
            return found.stream().sorted().toList();
        }
    }

    private static Set<RevCommit> excluded(ServedRepository repository, RevWalk walk, List<String> names)
            throws IOException {
        var ids = new HashSet<ObjectId>();
        for (var name : names) {
            var ref = repository.findRef(name);
            if (ref != null) {
                ids.add(ref.getObjectId());
            }
        }
        var excluded = new HashSet<>(commits(repository, walk, ids));
        var open = new ArrayDeque<>(excluded);
        while (!open.isEmpty()) {
            var commit = open.remove();
            walk.parseHeaders(commit);
            for (var parent : commit.getParents()) {
                if (excluded.add(parent)) {
                    open.add(parent);
                }
            }
        }
        return excluded;
    }

    private static List<RevCommit> commits(ServedRepository repository, RevWalk walk, Collection<ObjectId> ids)
            throws IOException {
        var commits = new ArrayList<RevCommit>();
        for (var id : ids) {
            if (repository.getObjectDatabase().has(id) && walk.peel(walk.parseAny(id)) instanceof RevCommit commit) {
                commits.add(commit);
            }
        }
        return commits;
    }

    /// The refs that a client of version 0 is told first, with the border behind them.
    static byte[] advertised(byte[] refs, GitRefs of) {
        if (of.shallow().isEmpty()) {
            return refs;
        }
        var lines = lines(of.shallow().stream().sorted().toList());
        int end = refs.length - FLUSH.length;
        var all = Arrays.copyOf(refs, refs.length + lines.length);
        System.arraycopy(lines, 0, all, end, lines.length);
        System.arraycopy(FLUSH, 0, all, end + lines.length, FLUSH.length);
        return all;
    }

    private static byte[] lines(List<ObjectId> commits) {
        var lines = new StringBuilder();
        commits.forEach(commit -> lines.append(PacketLine.of("shallow " + commit.name() + "\n")));
        return lines.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /// What JGit is asked: a client that ends where everybody does is not to be told that it has more now.
    byte[] request() {
        return border.isEmpty() ? request.body() : request.bodyWithoutShallow(border);
    }

    /// Where JGit is to write its answer to.
    OutputStream answer(OutputStream out) {
        boolean tells = !reached.isEmpty() && (request.isVersion2() || request.deepens());
        return tells ? new Telling(out) : out;
    }

    /// Puts the lines where they belong, and passes everything else on.
    private final class Telling extends OutputStream {
        private static final int LONGEST = 64;

        private final OutputStream out;
        /// The beginning of a line of the protocol, as far as it is needed to know what it is.
        private final byte[] begun = new byte[LONGEST];

        private int begunBytes;
        private int lineLeft;
        private boolean isTold;

        Telling(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int count) throws IOException {
            int at = offset;
            int end = offset + count;
            while (at < end && !isTold) {
                if (lineLeft > 0) {
                    int passed = Math.min(lineLeft, end - at);
                    out.write(bytes, at, passed);
                    lineLeft -= passed;
                    at += passed;
                } else {
                    begun[begunBytes++] = bytes[at++];
                    look();
                }
            }
            if (at < end) {
                out.write(bytes, at, end - at);
            }
        }

        /// Decides as soon as the length of a line is known, and its text if it is a short one.
        private void look() throws IOException {
            if (begunBytes < PacketLine.DIGITS) {
                return;
            }
            int length = Integer.parseInt(new String(begun, 0, PacketLine.DIGITS, StandardCharsets.US_ASCII), 16);
            int whole = Math.max(PacketLine.DIGITS, length);
            if (whole <= LONGEST && begunBytes < whole) {
                return;
            }
            var text = new String(begun, PacketLine.DIGITS, begunBytes - PacketLine.DIGITS, StandardCharsets.US_ASCII);
            if (request.isVersion2()) {
                lookAtSection(length, text.strip());
            } else {
                lookAtBeginning(length, text);
            }
            out.write(begun, 0, begunBytes);
            if (isTold && text.startsWith("shallow-info")) {
                out.write(lines(reached));
            }
            lineLeft = whole - begunBytes;
            begunBytes = 0;
        }

        /// In version 2 the section stands before the pack, if objects come at all.
        private void lookAtSection(int length, String text) throws IOException {
            if (length == 0 || text.equals("shallow-info")) {
                isTold = true;
            } else if (text.equals("packfile") || text.equals("wanted-refs")) {
                isTold = true;
                out.write(PacketLine.of("shallow-info\n").getBytes(StandardCharsets.US_ASCII));
                out.write(lines(reached));
                out.write(DELIMITER);
            }
        }

        /// Before, an answer to who wants a part begins with such lines, and a flush behind them.
        private void lookAtBeginning(int length, String text) throws IOException {
            if (length == 0) {
                out.write(lines(reached));
                isTold = true;
            } else if (!text.startsWith("shallow ") && !text.startsWith("unshallow ")) {
                isTold = true;
            }
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }
}
