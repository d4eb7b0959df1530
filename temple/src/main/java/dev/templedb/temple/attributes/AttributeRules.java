package dev.templedb.temple.attributes;

import dev.templedb.core.GitId;
import dev.templedb.packages.disk.NativeNames;
import dev.templedb.packages.objects.FileMode;
import dev.templedb.packages.objects.ObjectSource;
import dev.templedb.temple.Once;
import dev.templedb.temple.attributes.AttributeFile.Setting;
import dev.templedb.temple.attributes.AttributeFile.State;
import dev.templedb.temple.history.FilePath;
import dev.templedb.temple.history.TreeReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// What all `.gitattributes` of a tree or directory say of each path: its conversion, and how it is merged and
/// compared.
/// A file is read when somebody first asks for a path that it may be about; nothing is read where nobody asks. A path
/// costs a comparison with each line that is about one of these, whatever the patterns are. Paths have one character
/// for
/// each byte. Thread-safe.
public final class AttributeRules {
    /// What such files are called, in every directory.
    public static final String NAME = ".gitattributes";

    /// Far beyond what people write; every path is compared with every line. A longer file says nothing, as one of
    /// more than
    /// 100 MB does for git.
    public static final int MOST_BYTES = 4 << 20;

    private static final String TEXT = "text";
    private static final String CRLF = "crlf";
    private static final String EOL = "eol";
    private static final String IDENT = "ident";
    private static final String MERGE = "merge";
    private static final String DIFF = "diff";
    private static final String MARKER_SIZE = "conflict-marker-size";
    private static final Set<String> MEANT = Set.of(TEXT, CRLF, EOL, IDENT, MERGE, DIFF, MARKER_SIZE);
    private static final Map<String, List<Setting>> BUILT_IN = Map.of(
            "binary",
            List.of(
                    new Setting(TEXT, State.UNSET, ""),
                    new Setting(MERGE, State.UNSET, ""),
                    new Setting(DIFF, State.UNSET, "")));
    private static final Pattern NUMBER = Pattern.compile("\\+?0*([0-9]{1,6})");
    private static final Setting UNSPECIFIED = new Setting("", State.UNSPECIFIED, "");

    /// Where one directory's file comes from.
    @FunctionalInterface
    private interface Source {
        /// @param directory its path; empty for the root
        Optional<AttributeFile> file(String directory);
    }

    private final Source source;
    private final Once<Map<String, byte[]>> missing;
    private final Map<String, AttributeFile> read = new ConcurrentHashMap<>();
    private final Once<Base> base;

    /// What counts beside the files of the tree.
    ///
    /// @param strongest a file whose lines count more than all others; need not be there
    public record Outside(LineEndDefaults defaults, Optional<Path> strongest) {
        /// Nothing else counts.
        public static final Outside NOTHING = new Outside(LineEndDefaults.ATTRIBUTES_ONLY, Optional.empty());
    }

    /// What holds for all directories.
    private record Base(
            AttributeFile root,
            AttributeFile strongest,
            LineEndDefaults defaults,
            Map<String, List<Setting>> macros,
            Set<String> names) {}

    private AttributeRules(Source source, Once<Map<String, byte[]>> missing, Supplier<Outside> outside) {
        this.source = source;
        this.missing = missing;
        this.base = Once.of(() -> base(source, outside.get()));
    }

    private AttributeRules(Source source, Supplier<Outside> outside) {
        this(source, Once.of(Map::of), outside);
    }

    /// The rules of a tree, for as long as `objects` can be read.
    ///
    public static AttributeRules ofTree(ObjectSource objects, GitId tree) {
        var trees = new TreeReader(objects);
        return new AttributeRules(
                directory -> trees.find(tree, FilePath.of(name(directory).getBytes(StandardCharsets.ISO_8859_1)))
                        .filter(file -> file.kind() == FileMode.FILE || file.kind() == FileMode.EXECUTABLE)
                        .map(file -> AttributeFile.read(
                                objects.readBlob(file.target(), MOST_BYTES).orElse(new byte[0]), false)),
                () -> Outside.NOTHING);
    }

    /// The rules of a commit that is about to be written.
    ///
    /// @param files contents by directory
    public static AttributeRules ofCommit(Map<String, byte[]> files) {
        return new AttributeRules(directory -> read(files, directory), () -> Outside.NOTHING);
    }

    /// The rules of a commit that is about to be written into a directory: its own files count, and what lies on
    /// the disk
    /// where it has none.
    ///
    /// @param files contents by directory
    public static AttributeRules ofCommit(Map<String, byte[]> files, Path root, Supplier<Outside> outside) {
        return new AttributeRules(directory -> read(files, directory).or(() -> onDisk(root, directory)), outside);
    }

    /// The rules of a directory as it lies on the disk.
    ///
    /// @param missing contents by directory, of files that are not on the disk and are part of the next commit;
    /// asked for
    ///                once, when a directory has no file
    public static AttributeRules ofDirectory(
            Path root, Supplier<Map<String, byte[]>> missing, Supplier<Outside> outside) {
        var once = Once.of(missing);
        return new AttributeRules(
                directory -> onDisk(root, directory).or(() -> read(once.get(), directory)), once, outside);
    }

    /// Asks for what is missing on the disk now, and not when a path needs it.
    ///
    /// @return how many files that are
    public int prepare() {
        return missing.get().size();
    }

    /// Whether a path is that of a file with attributes.
    public static boolean isAttributes(String path) {
        return path.endsWith(NAME)
                && (path.length() == NAME.length() || path.charAt(path.length() - NAME.length() - 1) == '/');
    }

    /// The directory of a path; empty for the root.
    public static String directory(String path) {
        return path.substring(0, Math.max(path.lastIndexOf('/'), 0));
    }

    private static Optional<AttributeFile> read(Map<String, byte[]> files, String directory) {
        return Optional.ofNullable(files.get(directory)).map(content -> AttributeFile.read(content, false));
    }

    private static Optional<AttributeFile> onDisk(Path root, String directory) {
        return read(root.resolve(NativeNames.relative(name(directory).getBytes(StandardCharsets.ISO_8859_1))));
    }

    private static String name(String directory) {
        return directory.isEmpty() ? NAME : directory + "/" + NAME;
    }

    /// Empty when it is not there, cannot be read or is a link, which git does not follow either.
    private static Optional<AttributeFile> read(Path file) {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        try (var in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            var content = in.readNBytes(MOST_BYTES + 1);
            return Optional.of(content.length > MOST_BYTES ? AttributeFile.EMPTY : AttributeFile.read(content, true));
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    private static Base base(Source source, Outside beside) {
        var root = source.file("").orElse(AttributeFile.EMPTY);
        var strongest = beside.strongest().flatMap(AttributeRules::read).orElse(AttributeFile.EMPTY);
        var macros = new HashMap<>(BUILT_IN);
        macros.putAll(root.macros());
        macros.putAll(strongest.macros());
        var names = new HashSet<>(MEANT);
        names.addAll(macros.keySet());
        return new Base(root.about(names), strongest.about(names), beside.defaults(), macros, names);
    }

    private AttributeFile file(Base known, String directory) {
        return directory.isEmpty()
                ? known.root()
                : read.computeIfAbsent(
                        directory,
                        unread ->
                                source.file(unread).orElse(AttributeFile.EMPTY).about(known.names()));
    }

    /// What happens to the file at `path`.
    public Conversion conversion(String path) {
        var known = base.get();
        return conversion(found(known, path), known.defaults());
    }

    /// How the file at `path` is merged and compared.
    public Treatment treatment(String path) {
        return treatment(found(base.get(), path));
    }

    private Map<String, Setting> found(Base known, String path) {
        var found = new HashMap<String, Setting>();
        fill(known, known.strongest(), path, found);
        for (var directory = directory(path); ; directory = directory(directory)) {
            var file = file(known, directory);
            if (!file.isEmpty()) {
                fill(known, file, directory.isEmpty() ? path : path.substring(directory.length() + 1), found);
            }
            if (directory.isEmpty()) {
                return found;
            }
        }
    }

    /// The last line counts most, and in it the last setting.
    private static void fill(Base known, AttributeFile file, String path, Map<String, Setting> found) {
        var lines = file.lines();
        for (int i = lines.size() - 1; i >= 0; i--) {
            if (lines.get(i).pattern().matches(path, false)) {
                fill(known, lines.get(i).settings(), found);
            }
        }
    }

    /// A macro that is set says at once what it stands for. Macros may name each other, as deep as they like and in
    /// a
    /// circle: each is looked at once.
    private static void fill(Base known, List<Setting> settings, Map<String, Setting> found) {
        var open = new ArrayDeque<Setting>(settings);
        while (!open.isEmpty()) {
            var setting = open.removeLast();
            if (known.names().contains(setting.name()) && found.putIfAbsent(setting.name(), setting) == null) {
                var macro = known.macros().get(setting.name());
                if (macro != null && setting.state() == State.SET) {
                    open.addAll(macro);
                }
            }
        }
    }

    private static Conversion conversion(Map<String, Setting> found, LineEndDefaults defaults) {
        if (found.isEmpty() && defaults.unspecified() == LineEnds.KEEP) {
            return Conversion.NONE;
        }
        var ident = found.getOrDefault(IDENT, UNSPECIFIED).state() == State.SET;
        var lineEnds = lineEnds(found, defaults);
        return lineEnds == LineEnds.KEEP && !ident ? Conversion.NONE : new Conversion(lineEnds, ident);
    }

    /// Drivers that are programs are never run: what names one is merged and compared as if it did not.
    private static Treatment treatment(Map<String, Setting> found) {
        var merge = found.getOrDefault(MERGE, UNSPECIFIED);
        var diff = found.getOrDefault(DIFF, UNSPECIFIED);
        return new Treatment(
                switch (merge.state()) {
                    case UNSET -> Treatment.Merge.WHOLE;
                    case SET, UNSPECIFIED -> Treatment.Merge.LINES;
                    case VALUE ->
                        switch (merge.value()) {
                            case "binary" -> Treatment.Merge.WHOLE;
                            case "union" -> Treatment.Merge.UNION;
                            default -> Treatment.Merge.LINES;
                        };
                },
                switch (diff.state()) {
                    case SET -> Treatment.Comparison.LINES;
                    case UNSET -> Treatment.Comparison.WHOLE;
                    case UNSPECIFIED, VALUE -> Treatment.Comparison.GUESSED;
                },
                markerLength(found.getOrDefault(MARKER_SIZE, UNSPECIFIED)));
    }

    /// As git reads numbers: what follows the digits does not count.
    private static int markerLength(Setting size) {
        var digits = NUMBER.matcher(size.value());
        int length = digits.lookingAt() ? Integer.parseInt(digits.group(1)) : 0;
        return length == 0 ? Treatment.PLAIN.markerLength() : Math.min(length, Treatment.MOST_MARKER);
    }

    /// What `text` says, or its old name `crlf`.
    private enum Text {
        YES,
        NO,
        AUTO,
        INPUT,
        OPEN;

        static Text of(Setting setting) {
            return switch (setting.state()) {
                case SET -> YES;
                case UNSET -> NO;
                case UNSPECIFIED -> OPEN;
                case VALUE ->
                    switch (setting.value()) {
                        case "auto" -> AUTO;
                        case "input" -> INPUT;
                        default -> OPEN;
                    };
            };
        }
    }

    private static LineEnds lineEnds(Map<String, Setting> found, LineEndDefaults defaults) {
        var text = Text.of(found.getOrDefault(TEXT, UNSPECIFIED));
        if (text == Text.OPEN) {
            text = Text.of(found.getOrDefault(CRLF, UNSPECIFIED));
        }
        var eol = found.getOrDefault(EOL, UNSPECIFIED);
        var wantsLf = eol.state() == State.VALUE && eol.value().equals("lf");
        var wantsCrlf = eol.state() == State.VALUE && eol.value().equals("crlf");
        boolean crlf = wantsCrlf || !wantsLf && defaults.isCrlf();
        return switch (text) {
            case NO -> LineEnds.KEEP;
            case AUTO -> crlf ? LineEnds.AUTO_CRLF : LineEnds.AUTO_LF;
            case YES -> crlf ? LineEnds.TEXT_CRLF : LineEnds.TEXT_LF;
            case INPUT -> wantsCrlf ? LineEnds.TEXT_CRLF : LineEnds.TEXT_LF;
            case OPEN -> wantsCrlf ? LineEnds.TEXT_CRLF : wantsLf ? LineEnds.TEXT_LF : defaults.unspecified();
        };
    }
}
