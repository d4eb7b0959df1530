package dev.templedb.analysis.manifests;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Gradle's build files (what is written there as plain text: build files are programs), lock files, catalogs and
/// `gradle.properties`.
///
/// Settings: `var.NAME` for values, `alias.NAME` for what a catalog calls a library (`group:name:version`),
/// `bundle.NAME`
/// for its bundles. A mention of the type [#ALIAS] is resolved by [GradleLinker].
final class GradleReaders {
    static final String ALIAS = "gradle-alias";
    static final String VARIABLE = "var.";

    private static final int LONGEST = 4 << 20;
    private static final String CONFIGURATION =
            "\\b([a-zA-Z]{0,60}?(?:[aA]pi|[iI]mplementation|[cC]ompileOnly|[cC]ompileOnlyApi|[rR]untimeOnly|[cC]ompile|[rR]untime"
                    + "|[pP]rovided|[oO]ptional|[aA]nnotationProcessor|kapt|ksp|classpath|developmentOnly|mavenBom|[cC]heckstyle))";
    private static final String OPEN =
            "[ \\t(]{1,8}(?:(?:enforcedPlatform|platform|testFixtures|variantOf|dependency)[ \\t(]{1,4}){0,2}";
    private static final Pattern COORDINATES = Pattern.compile(CONFIGURATION + OPEN
            + "[\"']([\\w.$-]{1,200}):([\\w.$-]{1,200})(?::([^\"':@]{1,200}))?[^\"'\\n]{0,200}[\"']");
    /// A further one of the same configuration: `implementation 'a:b:1', 'c:d:2'`.
    private static final Pattern FURTHER = Pattern.compile(
            "\\G[ \\t]{0,8},\\s{0,40}[\"']([\\w.$-]{1,200}):([\\w.$-]{1,200})(?::([^\"':@]{1,200}))?[^\"'\\n]{0,200}[\"']");
    private static final Pattern NAMED = Pattern.compile(CONFIGURATION
            + "[ \\t(\\[]{1,8}group[ \\t]?[:=][ \\t]?[\"']([\\w.$-]{1,200})[\"'],\\s{0,20}name[ \\t]?[:=][ \\t]?[\"']([\\w.$-]{1,200})[\"']"
            + "(?:,\\s{0,20}version[ \\t]?[:=][ \\t]?[\"']?([\\w.${}-]{1,200})[\"']?)?");
    private static final Pattern LIBRARY =
            Pattern.compile(CONFIGURATION + OPEN + "(libs(?:\\.[a-zA-Z_]\\w{0,100}){1,12})\\b(?!\\()");
    private static final Pattern KOTLIN = Pattern.compile(
            CONFIGURATION + OPEN + "kotlin\\([\"']([\\w-]{1,100})[\"'](?:,\\s?[\"']([\\w.-]{1,100})[\"'])?");
    private static final Pattern ASSIGNMENT = Pattern.compile(
            "(?m)(?:^|[{;])[ \\t]{0,40}(?:def|val|ext\\.|set\\(\")?[ \\t]{0,4}([a-zA-Z_][\\w.]{0,100})[\"' \\t,]{0,4}(?:=|,)[ \\t]{0,4}[\"']([\\w.+-]{1,100})[\"']");
    private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.{0,100000}?\\*/|(?m)(?<![:\"'])//[^\\n]{0,10000}");
    private static final Pattern CONSTRAINTS = Pattern.compile("\\bconstraints[ \\t]{0,8}\\{");

    private GradleReaders() {}

    static Manifest build(byte[] content) throws UnreadableManifest {
        if (content.length > LONGEST) {
            throw new UnreadableManifest("it has more than %d MiB".formatted(LONGEST >> 20));
        }
        var text = COMMENT.matcher(new String(content, StandardCharsets.UTF_8)).replaceAll(" ");
        var settings = new TreeMap<String, String>();
        ASSIGNMENT
                .matcher(text)
                .results()
                .forEach(found -> settings.putIfAbsent(VARIABLE + found.group(1), found.group(2)));
        var places = new TreeMap<Integer, Mention>();
        var managed = managedRanges(text);
        var coordinates = COORDINATES.matcher(text);
        while (coordinates.find()) {
            put(
                    places,
                    coordinates.start(),
                    managed,
                    text,
                    coordinates.group(1),
                    coordinates.group(2),
                    coordinates.group(3),
                    coordinates.group(4));
            var further = FURTHER.matcher(text);
            for (int from = coordinates.end(); further.find(from); from = further.end()) {
                put(
                        places,
                        further.start(),
                        managed,
                        text,
                        coordinates.group(1),
                        further.group(1),
                        further.group(2),
                        further.group(3));
            }
        }
        var named = NAMED.matcher(text);
        while (named.find()) {
            put(places, named.start(), managed, text, named.group(1), named.group(2), named.group(3), named.group(4));
        }
        var kotlin = KOTLIN.matcher(text);
        while (kotlin.find()) {
            put(
                    places,
                    kotlin.start(),
                    managed,
                    text,
                    kotlin.group(1),
                    "org.jetbrains.kotlin",
                    "kotlin-" + kotlin.group(2),
                    kotlin.group(3));
        }
        var library = LIBRARY.matcher(text);
        while (library.find()) {
            var name = PackageName.of(ALIAS, "", library.group(2));
            if (name != null) {
                places.put(library.start(), Mention.asked(name, null, null, scope(library.group(1))));
            }
        }
        return new Manifest(null, new ArrayList<>(places.values()), true, settings);
    }

    private static void put(
            Map<Integer, Mention> places,
            int at,
            List<int[]> managed,
            String text,
            String configuration,
            String group,
            String name,
            @Nullable String version) {
        var packageName = PackageName.of("maven", group, name);
        if (packageName != null) {
            var isBom = text.startsWith("mavenBom", at)
                    || text.substring(at, Math.min(text.length(), at + 120))
                            .split("[\"']", 2)[0]
                            .contains("latform");
            var isManaged = isBom || managed.stream().anyMatch(range -> range[0] <= at && at < range[1]);
            places.put(
                    at,
                    new Mention(
                            packageName,
                            null,
                            version,
                            isManaged ? Scope.MANAGED : scope(configuration),
                            !isManaged,
                            List.of()));
        }
    }

    /// Where `constraints { … }` stand.
    private static List<int[]> managedRanges(String text) {
        var ranges = new ArrayList<int[]>();
        var found = CONSTRAINTS.matcher(text);
        int from = 0;
        while (found.find(from)) {
            int depth = 1;
            int at = found.end();
            while (at < text.length() && depth > 0) {
                depth += text.charAt(at) == '{' ? 1 : text.charAt(at) == '}' ? -1 : 0;
                at++;
            }
            ranges.add(new int[] {found.start(), at});
            from = at;
        }
        return ranges;
    }

    private static Scope scope(String configuration) {
        var word = configuration.toLowerCase(Locale.ROOT);
        if (word.startsWith("test")
                || word.startsWith("androidtest")
                || word.startsWith("integrationtest")
                || word.startsWith("jmh")) {
            return Scope.TEST;
        }
        if (word.endsWith("annotationprocessor")
                || word.equals("kapt")
                || word.equals("ksp")
                || word.equals("classpath")
                || word.equals("checkstyle")) {
            return Scope.BUILD;
        }
        if (word.endsWith("compileonly") || word.endsWith("compileonlyapi") || word.endsWith("provided")) {
            return Scope.PROVIDED;
        }
        if (word.endsWith("optional")) {
            return Scope.OPTIONAL;
        }
        return word.startsWith("development") ? Scope.DEV : Scope.RUNTIME;
    }

    static Manifest lock(byte[] content) throws UnreadableManifest {
        var graph = new LockGraph();
        for (var line : Data.Text.lines(content)) {
            int equals = line.indexOf('=');
            var parts = line.substring(0, Math.max(equals, 0)).split(":");
            if (parts.length == 3 && !line.startsWith("#")) {
                graph.add(
                        parts[0] + ":" + parts[1],
                        PackageName.of("maven", parts[0], parts[1]),
                        parts[2],
                        lockScope(line.substring(equals + 1)));
            }
        }
        return graph.build(null, false);
    }

    private static Scope lockScope(String configurations) {
        Scope scope = null;
        for (var configuration : configurations.split(",")) {
            var word = configuration.strip().toLowerCase(Locale.ROOT);
            var one = word.contains("test")
                    ? Scope.TEST
                    : word.contains("annotationprocessor") || word.equals("classpath")
                            ? Scope.BUILD
                            : word.startsWith("compile") ? Scope.PROVIDED : Scope.RUNTIME;
            scope = scope == null || one.compareTo(scope) < 0 ? one : scope;
        }
        return scope == null ? Scope.RUNTIME : scope;
    }

    static Manifest catalog(byte[] content) throws UnreadableManifest {
        var root = Data.toml(content);
        var settings = new TreeMap<String, String>();
        var mentions = new ArrayList<Mention>();
        root.get("libraries").forEach((alias, library) -> {
            var module = library.isText() ? library.text() : library.text("module");
            if (module == null) {
                module = library.text("group", "") + ":" + library.text("name", "");
            }
            var parts = module.split(":");
            var version =
                    library.isText() ? (parts.length > 2 ? parts[2] : null) : version(root, library.get("version"));
            var name = parts.length < 2 ? null : PackageName.of("maven", parts[0], parts[1]);
            if (name != null) {
                settings.put("alias." + dotted(alias), name.text() + (version == null ? "" : ":" + version));
                mentions.add(new Mention(name, null, version, Scope.MANAGED, false, List.of()));
            }
        });
        root.get("bundles")
                .forEach((bundle, members) -> settings.put(
                        "bundle." + dotted(bundle),
                        String.join(
                                " ",
                                members.elements().stream()
                                        .map(member -> dotted(String.valueOf(member.text())))
                                        .toList())));
        return new Manifest(null, mentions, true, settings);
    }

    private static @Nullable String version(Data root, Data version) {
        if (version.isText()) {
            return version.text();
        }
        var reference = version.text("ref");
        var rich = reference == null ? version : root.at("versions", reference);
        if (rich.isText()) {
            return rich.text();
        }
        for (var kind : new String[] {"strictly", "require", "prefer"}) {
            if (rich.text(kind) != null) {
                return rich.text(kind);
            }
        }
        return null;
    }

    private static String dotted(String alias) {
        return alias.replace('-', '.').replace('_', '.');
    }

    static Manifest properties(byte[] content) {
        var settings = new TreeMap<String, String>();
        for (var line : Data.Text.lines(content)) {
            int equals = line.indexOf('=');
            if (equals > 0 && !line.startsWith("#") && line.length() < 400) {
                settings.put(
                        VARIABLE + line.substring(0, equals).strip(),
                        line.substring(equals + 1).strip());
            }
        }
        return new Manifest(null, List.of(), true, settings);
    }
}
