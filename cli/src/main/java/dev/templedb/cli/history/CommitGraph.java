package dev.templedb.cli.history;

import dev.templedb.core.GitId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Draws the lines between commits with characters, as `git log --graph` does.
///
/// Each line of history that is open has a lane of two columns: `|` where it goes straight on, `/` and `\` between two
/// lanes. New lanes begin to the right of a merge; lanes that lead to the same commit fall together to the left. Give
/// it
/// commits one by one, children before parents.
final class CommitGraph {
    private List<Lane> lanes = new ArrayList<>();
    private int colors;
    /// The lane in which the commit before ended a line of history; -1 when it did not.
    private int ended = -1;

    /// An open line of history.
    ///
    /// @param to    the commit that it leads to
    /// @param color a number that stays the same for the whole line
    private record Lane(GitId to, int color) {}

    /// One line of characters.
    ///
    /// @param text   without spaces at the end
    /// @param colors of each character, -1 for none
    record Row(String text, int[] colors) {}

    /// The rows of one commit.
    ///
    /// @param above  rows before it
    /// @param commit the row with `*`, beside which it can be described
    /// @param below  rows after it
    record Rows(List<Row> above, Row commit, List<Row> below) {}

    /// A line on its way to a lane.
    private static final class Mover {
        final Lane lane;
        int at;
        int target;

        Mover(Lane lane, int at) {
            this.lane = lane;
            this.at = at;
            this.target = at;
        }
    }

    private static final class Canvas {
        private final StringBuilder text = new StringBuilder();
        private int[] colors = new int[16];

        void put(int column, char c, int color) {
            while (text.length() <= column) {
                text.append(' ');
            }
            if (colors.length <= column) {
                colors = Arrays.copyOf(colors, 2 * column);
            }
            text.setCharAt(column, c);
            colors[column] = color;
        }

        Row row() {
            return new Row(text.toString(), Arrays.copyOf(colors, text.length()));
        }
    }

    /// Draws the next commit.
    ///
    /// @param parents without those that are not shown at all
    Rows draw(GitId commit, List<GitId> parents) {
        int at = 0;
        int open = lanes.size();
        while (at < lanes.size() && !lanes.get(at).to().equals(commit)) {
            at++;
        }
        if (at == lanes.size()) {
            lanes.add(new Lane(commit, colors++));
        }
        var plan = new Plan(at, at == open, parents);
        var above = new ArrayList<>(plan.keepApart());
        above.addAll(plan.makeRoom());
        var star = plan.commitRow();
        var below = new ArrayList<>(plan.spread());
        below.addAll(plan.fallTogether());
        lanes = plan.lanes();
        ended = parents.isEmpty() ? at : -1;
        return new Rows(above, star, below);
    }

    /// What happens to the lanes at one commit.
    private final class Plan {
        private final int at;
        private final Lane own;
        private final boolean isTip;
        /// The commit's lines to its parents, from left to right. The first stays in the lane.
        private final List<Lane> down = new ArrayList<>();
        /// Whether the last parent is where the next lane leads to, so that no lane is made for it.
        private final boolean joinsNext;
        private final List<Mover> others = new ArrayList<>();
        private List<Mover> after = new ArrayList<>();

        Plan(int at, boolean isTip, List<GitId> parents) {
            this.at = at;
            this.own = lanes.get(at);
            this.isTip = isTip;
            for (int i = 0; i < lanes.size(); i++) {
                if (i != at) {
                    others.add(new Mover(lanes.get(i), i));
                }
            }
            for (var parent : parents) {
                down.add(new Lane(parent, down.isEmpty() ? own.color() : colors++));
            }
            joinsNext = parents.size() > 1
                    && at + 1 < lanes.size()
                    && lanes.get(at + 1).to().equals(parents.getLast());
        }

        private int arms() {
            return Math.max(0, down.size() - 1);
        }

        private boolean hasRight() {
            return others.stream().anyMatch(mover -> mover.at > at);
        }

        /// A line that begins below the end of another must not look as if it went on.
        List<Row> keepApart() {
            if (!isTip || ended != at) {
                return List.of();
            }
            var canvas = new Canvas();
            others.forEach(mover -> canvas.put(2 * mover.at, '|', mover.lane.color()));
            return List.of(canvas.row());
        }

        /// Lanes to the right give way to a commit with more than two parents.
        List<Row> makeRoom() {
            var rows = new ArrayList<Row>();
            for (int step = 1; step < arms() && hasRight(); step++) {
                var canvas = new Canvas();
                if (!isTip) {
                    canvas.put(2 * at, '|', own.color());
                }
                moveOthersRight(canvas);
                rows.add(canvas.row());
            }
            return rows;
        }

        private void moveOthersRight(Canvas canvas) {
            for (var mover : others) {
                if (mover.at > at) {
                    canvas.put(2 * mover.at + 1, '\\', mover.lane.color());
                    mover.at++;
                } else {
                    canvas.put(2 * mover.at, '|', mover.lane.color());
                }
            }
        }

        Row commitRow() {
            var canvas = new Canvas();
            others.forEach(mover -> canvas.put(2 * mover.at, '|', mover.lane.color()));
            canvas.put(2 * at, '*', -1);
            for (int arm = 2; arm <= arms(); arm++) {
                int color = down.get(arm).color();
                canvas.put(2 * (at + arm) - 3, '-', color);
                canvas.put(2 * (at + arm) - 2, arm == arms() ? '.' : '-', color);
            }
            return canvas.row();
        }

        /// The lines to the other parents leave the commit.
        List<Row> spread() {
            if (!down.isEmpty()) {
                after.add(new Mover(down.getFirst(), at));
            }
            if (arms() == 0) {
                arrange();
                return List.of();
            }
            var canvas = new Canvas();
            if (joinsNext) {
                others.forEach(mover -> canvas.put(2 * mover.at, '|', mover.lane.color()));
            } else {
                moveOthersRight(canvas);
            }
            canvas.put(2 * at, '|', down.getFirst().color());
            for (int arm = 1; arm <= arms(); arm++) {
                canvas.put(2 * (at + arm) - 1, '\\', down.get(arm).color());
                if (arm < arms() || !joinsNext) {
                    after.add(new Mover(down.get(arm), at + arm));
                }
            }
            arrange();
            return List.of(canvas.row());
        }

        /// All lines in the order of their places, each with the lane that it will end in.
        private void arrange() {
            after.addAll(others);
            after.sort(java.util.Comparator.comparingInt(mover -> mover.at));
            var targets = new ArrayList<GitId>();
            for (var mover : after) {
                int known = targets.indexOf(mover.lane.to());
                mover.target = known < 0 ? targets.size() : known;
                if (known < 0) {
                    targets.add(mover.lane.to());
                }
            }
        }

        /// Every line goes left until it is in its lane, one lane in each row; the first that has far to go may
        /// take a
        /// flat way.
        List<Row> fallTogether() {
            var rows = new ArrayList<Row>();
            while (after.stream().anyMatch(mover -> mover.at != mover.target)) {
                var canvas = new Canvas();
                var flat = flat();
                for (var mover : after) {
                    int color = mover.lane.color();
                    if (mover.at == mover.target) {
                        canvas.put(2 * mover.at, '|', color);
                        continue;
                    }
                    canvas.put(2 * mover.at - 1, '/', color);
                    mover.at--;
                    while (flat == mover && mover.at > mover.target + 1) {
                        canvas.put(2 * mover.at - 1, '_', color);
                        mover.at--;
                    }
                }
                rows.add(canvas.row());
            }
            return rows;
        }

        /// The line that may cross several lanes at once, because nothing else moves there.
        private @org.jspecify.annotations.Nullable Mover flat() {
            return after.stream()
                    .filter(mover -> mover.at != mover.target)
                    .min(java.util.Comparator.comparingInt(mover -> mover.at))
                    .orElse(null);
        }

        List<Lane> lanes() {
            var left = new ArrayList<Lane>();
            for (var mover : after) {
                if (mover.target == left.size()) {
                    left.add(mover.lane);
                }
            }
            return left;
        }
    }
}
