package dev.templedb.analysis.manifests;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// pip's requirements and constraints, `pyproject.toml` in its dialects, and `Pipfile`.
final class PythonReaders {
    private static final Pattern REQUIREMENT = Pattern.compile(
            "\\s*+([A-Za-z0-9][\\w.-]{0,200})\\s*+(?:\\[[^\\]]{0,1000}\\]\\s*+)?(?:\\(([^)]{0,1000})\\)|(@\\s*+\\S{1,2000})|([<>=!~][^;#]{0,1000}))?\\s*+(?:[;#].*)?",
            Pattern.DOTALL);
    private static final int LONGEST = 5000;
    private static final int MOST_INCLUDED = 100_000;
    private static final Pattern EXACT = Pattern.compile("={2,3}\\s*([\\w.!+-]{1,200})");
    private static final Pattern EDITABLE = Pattern.compile("^(?:-e|--editable)[\\s=]\\s*");
    private static final Pattern NAMED = Pattern.compile("[\\w.-]+\\s*(?:\\[[^\\]]*\\]\\s*)?@.*");
    private static final Pattern PLACE =
            Pattern.compile("[./\\\\].*|[A-Za-z][A-Za-z0-9+.-]{0,30}:.*|.*\\.(?:whl|zip|tar\\.gz)");
    private static final Pattern EGG = Pattern.compile("[#&]egg=([A-Za-z0-9][\\w.-]{0,200})");
    private static final Pattern WHEEL = Pattern.compile(
            "(?:[^#?]*/)?([A-Za-z0-9][\\w.]{0,200})-(\\d[^-/#?]{0,200})(?:-\\d[^-/#?]{0,200})?-[^-/#?]{1,200}-[^-/#?]{1,200}-[^-/#?]{1,200}\\.whl(?:[#?].*)?");
    private static final Pattern LOGIN = Pattern.compile("(https?://)[^/@\\s]{1,1000}@");
    private static final Pattern DEV_FILE = Pattern.compile("dev|doc|lint|test|ci|type|build");

    private PythonReaders() {}

    /// The name as PEP 503 spells it.
    static @Nullable PackageName name(@Nullable String text) {
        return text == null
                ? null
                : PackageName.of(
                        "pypi", "", text.strip().toLowerCase(Locale.ROOT).replaceAll("[-_.]+", "-"));
    }

    /// One requirement as PEP 508 has it; null when it is none.
    static @Nullable Mention requirement(@Nullable String text, @Nullable Scope scope) {
        var found = text == null || text.length() > LONGEST ? null : REQUIREMENT.matcher(text);
        if (found == null || !found.matches()) {
            return null;
        }
        var name = name(found.group(1));
        var constraint =
                found.group(2) != null ? found.group(2) : found.group(3) != null ? found.group(3) : found.group(4);
        return name == null ? null : mention(name, constraint, scope);
    }

    static Mention mention(PackageName name, @Nullable String constraint, @Nullable Scope scope) {
        var plain = constraint == null ? "" : LOGIN.matcher(constraint.strip()).replaceAll("$1");
        var exact = EXACT.matcher(plain);
        var version = exact.matches() && !exact.group(1).endsWith("*") ? exact.group(1) : null;
        var wheel = WHEEL.matcher(plain);
        if (plain.startsWith("@") && wheel.matches()) {
            version = versionOf(wheel);
        }
        return new Mention(name, version, plain.isEmpty() || plain.equals("*") ? null : plain, scope, true, List.of());
    }

    static Manifest requirements(byte[] content) throws UnreadableManifest {
        var mentions = new ArrayList<Mention>();
        var included = new LinkedHashSet<String>();
        for (var line : joined(content)) {
            var mention = line(line);
            if (mention != null) {
                mentions.add(mention);
            } else {
                included(line).ifPresent(included::add);
                if (included.size() > MOST_INCLUDED) {
                    throw new UnreadableManifest("it names more than %d other files".formatted(MOST_INCLUDED));
                }
            }
        }
        var settings = new TreeMap<String, String>();
        included.forEach(file -> settings.put(IncludedFile.SETTING + "%06d".formatted(settings.size()), file));
        return new Manifest(null, mentions, true, settings);
    }

    /// The other file that a line of options names, after `r ` or `c `. As pip does, the first of requirements goes
    /// before
    /// the first of constraints, and the rest does not count.
    private static Optional<String> included(String line) {
        if (!line.startsWith("-") || EDITABLE.matcher(line).find() || line.length() > LONGEST) {
            return Optional.empty();
        }
        var words = ShellWords.split(line);
        return valueOf(words, "-r", "--requirement")
                .map(file -> "r " + file)
                .or(() -> valueOf(words, "-c", "--constraint").map(file -> "c " + file));
    }

    private static Optional<String> valueOf(List<String> words, String brief, String full) {
        for (int i = 0; i < words.size(); i++) {
            var word = words.get(i);
            if (word.equals(brief) || word.equals(full)) {
                return i + 1 < words.size() ? Optional.of(words.get(i + 1)) : Optional.empty();
            }
            if (word.startsWith(full + "=")) {
                return Optional.of(word.substring(full.length() + 1));
            }
            if (word.startsWith(brief)) {
                return Optional.of(word.substring(brief.length()));
            }
        }
        return Optional.empty();
    }

    /// A requirement, or a place that says the name of what is there; null for all other lines.
    private static @Nullable Mention line(String line) {
        var plain = EDITABLE.matcher(line).replaceFirst("");
        if (plain.startsWith("-") || plain.length() > LONGEST) {
            return null;
        }
        int marker = plain.indexOf(" ;");
        var place = marker < 0 ? plain : plain.substring(0, marker).strip();
        return !NAMED.matcher(place).matches() && PLACE.matcher(place).matches()
                ? place(place)
                : requirement(plain, Scope.RUNTIME);
    }

    private static @Nullable Mention place(String place) {
        var wheel = WHEEL.matcher(place);
        if (wheel.matches()) {
            var name = name(wheel.group(1));
            return name == null ? null : mention(name, "==" + versionOf(wheel), Scope.RUNTIME);
        }
        var egg = EGG.matcher(place);
        var name = egg.find() ? name(egg.group(1)) : null;
        return name == null ? null : mention(name, "@ " + place, Scope.RUNTIME);
    }

    private static String versionOf(Matcher wheel) {
        return wheel.group(2).replace("%2B", "+");
    }

    /// Lines without comments, options after a requirement, and line ends that a backslash takes away.
    private static List<String> joined(byte[] content) {
        var lines = new ArrayList<String>();
        var open = new StringBuilder();
        for (var line : Data.Text.lines(content)) {
            int comment = line.startsWith("#") ? 0 : line.indexOf(" #");
            var plain = comment < 0 ? line : line.substring(0, comment);
            if (plain.endsWith("\\") && open.length() < 100_000) {
                open.append(plain, 0, plain.length() - 1);
                continue;
            }
            var whole = open.append(plain).toString().strip();
            open.setLength(0);
            int option = whole.startsWith("-") ? -1 : whole.indexOf(" --");
            whole = option < 0 ? whole : whole.substring(0, option);
            if (!whole.isEmpty()) {
                lines.add(whole);
            }
        }
        return lines;
    }

    /// What a file of constraints says holds for whoever asks.
    static Manifest constraints(byte[] content) throws UnreadableManifest {
        var said = requirements(content);
        var managed = said.mentions().stream()
                .map(mention -> mention.with(Scope.MANAGED, false))
                .toList();
        return new Manifest(null, managed, true, said.settings());
    }

    /// Requirements in a file called `requirements-dev.txt` are for development.
    static Scope scopeOf(String path, Scope said) {
        var name = path.substring(path.lastIndexOf("requirements") < 0 ? 0 : path.lastIndexOf('/') + 1);
        return DEV_FILE.matcher(name.toLowerCase(Locale.ROOT).replace("requirements", ""))
                        .find()
                ? Scope.DEV
                : said;
    }

    static Manifest pyproject(byte[] content) throws UnreadableManifest {
        var root = Data.toml(content);
        var mentions = new ArrayList<Mention>();
        addAll(mentions, root.at("project", "dependencies"), Scope.RUNTIME);
        root.at("project", "optional-dependencies").forEach((extra, list) -> addAll(mentions, list, Scope.OPTIONAL));
        root.get("dependency-groups").forEach((group, list) -> addAll(mentions, list, Scope.DEV));
        addAll(mentions, root.at("build-system", "requires"), Scope.BUILD);
        addAll(mentions, root.at("tool", "uv", "dev-dependencies"), Scope.DEV);
        root.at("tool", "pdm", "dev-dependencies").forEach((group, list) -> addAll(mentions, list, Scope.DEV));
        var poetry = root.at("tool", "poetry");
        addTable(mentions, poetry.get("dependencies"), Scope.RUNTIME);
        addTable(mentions, poetry.get("dev-dependencies"), Scope.DEV);
        poetry.get("group").forEach((group, said) -> addTable(mentions, said.get("dependencies"), Scope.DEV));
        var name = root.at("project", "name").text();
        return Manifest.of(name(name == null ? poetry.text("name") : name), mentions);
    }

    static Manifest pipfile(byte[] content) throws UnreadableManifest {
        var root = Data.toml(content);
        var mentions = new ArrayList<Mention>();
        addTable(mentions, root.get("packages"), Scope.RUNTIME);
        addTable(mentions, root.get("dev-packages"), Scope.DEV);
        return Manifest.of(null, mentions);
    }

    private static void addAll(List<Mention> mentions, Data list, Scope scope) {
        for (var element : list.elements()) {
            var mention = requirement(element.text(), scope);
            if (mention != null) {
                mentions.add(mention);
            }
        }
    }

    /// Poetry's form: `name = "^1.2"` or `name = {version = "^1.2", optional = true}`.
    private static void addTable(List<Mention> mentions, Data table, Scope scope) {
        table.forEach((key, said) -> {
            var name = name(key);
            if (name != null && !key.equals("python") && said.text("path") == null) {
                var constraint = said.isText() ? said.text() : said.text("version");
                mentions.add(mention(name, constraint, said.isTrue("optional") ? Scope.OPTIONAL : scope));
            }
        });
    }
}
