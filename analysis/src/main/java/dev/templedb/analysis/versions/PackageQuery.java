package dev.templedb.analysis.versions;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A question for packages: a name, and bounds of the version, such as `log4j-core < 2.17` or `pkg:npm/lodash >= 4, <
/// 4.17.21`.
///
/// A name is a package URL, a whole name (`org.apache.logging.log4j:log4j-core`, `@babel/core`), or
/// the last
/// part of one (`log4j-core`). Case does not matter. A version may follow it after `@`,
/// which means that one alone. All bounds must hold.
///
/// @param type      the type of the package URL, or null for any
/// @param namespace the namespace, or null for any
/// @param name      the name, in lower case
public record PackageQuery(@Nullable String type, @Nullable String namespace, String name, List<Bound> bounds) {
    private static final Pattern QUESTION = Pattern.compile("\\s*([^\\s<>=!,]+)\\s*(.*)", Pattern.DOTALL);
    private static final Pattern QUALIFIERS =
            Pattern.compile("^(\\s*pkg:[^\\s?#]{1,2000})[?#]\\S*", Pattern.CASE_INSENSITIVE);
    private static final String VERSION = "[A-Za-z0-9](?:[\\w.+:~/%-]|!(?=\\d)){0,499}";
    private static final Pattern BOUND =
            Pattern.compile("\\s*(<=|>=|==|!=|<|>|=)?\\s*(" + VERSION + ")\\s*(?:,|(?=[<>=!])|$)");
    /// Signs of requirements, which no name has; Go has names with a part such as `~user`.
    private static final Pattern SIGN = Pattern.compile("\\^|(?<!/)~");

    /// Copies what it is given.
    public PackageQuery {
        bounds = List.copyOf(bounds);
    }

    /// How a version must stand to another one.
    public enum Relation {
        LOWER("<"),
        AT_MOST("<="),
        SAME("="),
        OTHER("!="),
        AT_LEAST(">="),
        HIGHER(">");

        private final String sign;

        Relation(String sign) {
            this.sign = sign;
        }

        private boolean holds(int order) {
            return switch (this) {
                case LOWER -> order < 0;
                case AT_MOST -> order <= 0;
                case SAME -> order == 0;
                case OTHER -> order != 0;
                case AT_LEAST -> order >= 0;
                case HIGHER -> order > 0;
            };
        }

        private boolean boundsBelow() {
            return this == SAME || this == AT_LEAST || this == HIGHER;
        }

        private boolean boundsAbove() {
            return this == SAME || this == AT_MOST || this == LOWER;
        }

        private static Relation of(@Nullable String sign) {
            for (var relation : values()) {
                if (relation.sign.equals(sign)) {
                    return relation;
                }
            }
            return SAME;
        }
    }

    /// One bound.
    public record Bound(Relation relation, String version) {}

    /// The question that `text` asks; null when it asks none.
    public static @Nullable PackageQuery parse(String text) {
        var question = QUESTION.matcher(QUALIFIERS.matcher(text).replaceFirst("$1"));
        if (text.length() > 2000 || !question.matches()) {
            return null;
        }
        var bounds = new ArrayList<Bound>();
        var rest = question.group(2);
        var bound = BOUND.matcher(rest);
        int end = 0;
        while (end < rest.length()) {
            if (!bound.find(end) || bound.start() != end) {
                return null;
            }
            var relation = Relation.of(bound.group(1));
            if (!isVersion(relation, bound.group(2))) {
                return null;
            }
            bounds.add(new Bound(relation, bound.group(2)));
            end = bound.end();
        }
        return named(question.group(1), bounds);
    }

    /// A word such as `dev-main` can be a version, but none is higher or lower; `2.x` is a range.
    private static boolean isVersion(Relation relation, String text) {
        boolean isWord = text.chars().noneMatch(c -> c >= '0' && c <= '9');
        return !text.toLowerCase(Locale.ROOT).endsWith(".x")
                && (!isWord || relation == Relation.SAME || relation == Relation.OTHER);
    }

    private static @Nullable PackageQuery named(String text, List<Bound> bounds) {
        String type = null;
        var name = text;
        if (text.toLowerCase(Locale.ROOT).startsWith("pkg:")) {
            int slash = text.indexOf('/');
            if (slash < 5) {
                return null;
            }
            type = text.substring(4, slash).toLowerCase(Locale.ROOT);
            name = text.substring(slash + 1).replace("%40", "@");
        }
        var all = new ArrayList<>(bounds);
        int at = name.indexOf('@', 1);
        if (at > 0) {
            var version = name.substring(at + 1);
            if (!version.matches(VERSION) || !isVersion(Relation.SAME, version)) {
                return null;
            }
            all.add(new Bound(Relation.SAME, version));
            name = name.substring(0, at);
        }
        name = name.toLowerCase(Locale.ROOT);
        int cut = Math.max(name.lastIndexOf('/'), name.lastIndexOf(':'));
        var last = name.substring(cut + 1);
        if (last.isEmpty() || SIGN.matcher(name).find()) {
            return null;
        }
        var namespace = cut < 0 ? (type == null ? null : "") : name.substring(0, cut);
        return new PackageQuery(type, namespace, last, all);
    }

    /// Whether a package is meant, whatever its version.
    public boolean means(String otherType, String otherNamespace, String otherName) {
        return (type == null || type.equalsIgnoreCase(otherType))
                && (namespace == null || namespace.equalsIgnoreCase(otherNamespace))
                && sameName(otherType, otherName);
    }

    /// For Python `_`, `.` and `-` are the same.
    private boolean sameName(String otherType, String otherName) {
        return name.equalsIgnoreCase(otherName)
                || otherType.equals("pypi") && name.replaceAll("[-_.]+", "-").equalsIgnoreCase(otherName);
    }

    /// Whether all bounds hold for a version, in the order of its package manager.
    public boolean allows(String purlType, String version) {
        var order = VersionOrder.of(purlType);
        return bounds.stream().allMatch(bound -> bound.relation().holds(order.compare(version, bound.version())));
    }

    /// Whether a version can be meant of which only a requirement is known. A requirement that is not understood
    /// allows
    /// all versions.
    public boolean mayAllow(String purlType, String requirement) {
        return VersionRequirement.of(purlType, requirement).stream().anyMatch(one -> areMet(purlType, one));
    }

    /// Whether whatever version a requirement leaves room for is meant. Never for a requirement that is not
    /// understood,
    /// unless every version is meant.
    public boolean mustAllow(String purlType, String requirement) {
        var order = VersionOrder.of(purlType);
        return VersionRequirement.of(purlType, requirement).stream()
                .allMatch(range -> bounds.stream().allMatch(bound -> isImplied(order, bound, range)));
    }

    /// Whether a bound holds for all versions in a range.
    private static boolean isImplied(VersionOrder order, Bound bound, List<Bound> range) {
        return switch (bound.relation()) {
            case LOWER, AT_MOST -> range.stream().anyMatch(one -> isBelow(order, one, bound));
            case AT_LEAST, HIGHER -> range.stream().anyMatch(one -> isAbove(order, one, bound));
            case SAME ->
                range.stream()
                        .anyMatch(one ->
                                one.relation() == Relation.SAME && order.compare(one.version(), bound.version()) == 0);
            case OTHER ->
                range.stream()
                        .anyMatch(one ->
                                one.relation() == Relation.OTHER && order.compare(one.version(), bound.version()) == 0
                                        || isBelow(order, one, new Bound(Relation.LOWER, bound.version()))
                                        || isAbove(order, one, new Bound(Relation.HIGHER, bound.version())));
        };
    }

    private static boolean isBelow(VersionOrder order, Bound one, Bound wanted) {
        int more = order.compare(one.version(), wanted.version());
        return one.relation().boundsAbove()
                && (more < 0 || more == 0 && (one.relation() == Relation.LOWER || wanted.relation() != Relation.LOWER));
    }

    private static boolean isAbove(VersionOrder order, Bound one, Bound wanted) {
        int more = order.compare(one.version(), wanted.version());
        return one.relation().boundsBelow()
                && (more > 0
                        || more == 0 && (one.relation() == Relation.HIGHER || wanted.relation() != Relation.HIGHER));
    }

    /// Whether the range that is left by our bounds and others has room for a version.
    private boolean areMet(String purlType, List<Bound> others) {
        var order = VersionOrder.of(purlType);
        Bound low = null;
        Bound high = null;
        for (var bound : Stream.concat(bounds.stream(), others.stream()).toList()) {
            if (bound.relation().boundsBelow()) {
                int more = low == null ? 1 : order.compare(bound.version(), low.version());
                low = more > 0 || more == 0 && bound.relation() == Relation.HIGHER ? bound : low;
            }
            if (bound.relation().boundsAbove()) {
                int more = high == null ? -1 : order.compare(bound.version(), high.version());
                high = more < 0 || more == 0 && bound.relation() == Relation.LOWER ? bound : high;
            }
        }
        if (low == null || high == null) {
            return true;
        }
        int width = order.compare(high.version(), low.version());
        return width > 0 || width == 0 && low.relation() != Relation.HIGHER && high.relation() != Relation.LOWER;
    }
}
