import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import javax.tools.ToolProvider;
import org.sqlite.util.LibraryLoaderUtil;

/// Copies the jars of the build into the form that starts fastest; run by `assemble.sh` as a single file.
///
/// * Forty jars become two: the JVM looks at each at every start, and each resource that is not there opens all of them.
/// * Signatures go: the JDK's start-up cache skips classes of signed jars.
/// * Classes for newer JDKs take the place of the others, so that no lookup asks for several; those of zstd-jni go, because
///   they take four times as long to load.
/// * sqlite-jdbc's formats of dates, which we do not use, are replaced by nothing (`replaced/FastDateFormat.java`).
/// * picocli is compiled from its sources, without its search for Groovy and for converters: the start-up cache skips its Java 5 class files.
/// * The native libraries of this machine are unpacked once instead of at each start, and those of others go.
public final class Assemble {
    /// What the first jar holds: our own classes, and what most commands need.
    private static final List<String> FIRST = List.of("templedb-", "picocli-", "sqlite-jdbc-", "slf4j-", "zstd-jni-", "jackson-core-");

    private static final String SERVICES = "META-INF/services/";
    private static final Pattern VERSION = Pattern.compile("META-INF/versions/(\\d+)/(.+)");
    private static final Pattern LEGAL = Pattern.compile("META-INF/((?:LICENSE|NOTICE|DEPENDENCIES)[^/]*)");

    private Assemble() {}

    public static void main(String[] args) throws IOException {
        var picocliSources = Path.of(args[1]);
        var dist = Path.of(args[2]);
        var lib = Files.createDirectories(dist.resolve("lib"));
        var nativeDir = Files.createDirectories(dist.resolve("native"));
        var first = new TreeMap<String, byte[]>();
        var others = new TreeMap<String, byte[]>();
        var replaced = new TreeMap<String, byte[]>();
        for (String entry : args[0].split(java.io.File.pathSeparator)) {
            Path jar = Path.of(entry);
            // The module that is being built is not packed yet.
            String name = Files.isDirectory(jar) ? "templedb-cli.jar" : jar.getFileName().toString();
            var target = FIRST.stream().anyMatch(name::startsWith) ? first : others;
            if (Files.isDirectory(jar)) {
                addTree(jar, "", target);
                continue;
            }
            if (!name.startsWith("picocli-") || !compile(picocli(picocliSources), "", target)) {
                addJar(jar, target);
            }
            String library = "";
            Path unpacked = nativeDir.resolve("none");
            if (name.startsWith("sqlite-jdbc-")) {
                if (compile(Map.of("org/sqlite/date/FastDateFormat.java", Files.readString(Path.of(args[3]))), jar.toString(), replaced)) {
                    target.keySet().removeIf(file -> file.startsWith("org/sqlite/date/"));
                    target.putAll(replaced);
                }
                library = LibraryLoaderUtil.getNativeLibResourcePath().substring(1) + "/" + LibraryLoaderUtil.getNativeLibName();
                unpacked = nativeDir.resolve("sqlite");
            } else if (name.startsWith("tree-sitter-")) {
                library = treeSitterLibrary(jar);
                unpacked = Files.createDirectories(nativeDir.resolve("lib")).resolve(Path.of(library).getFileName());
            } else if (name.startsWith("zstd-jni-")) {
                library = zstdLibrary(jar);
                unpacked = nativeDir.resolve("zstd");
            } else {
                continue;
            }
            // Without it the library's own loader does its (slower) work at each start, from the jar.
            byte[] content = target.get(library);
            if (content == null) {
                System.err.println("No native library " + library + " in " + jar.getFileName());
            } else {
                Files.write(unpacked, content);
                var here = Set.copyOf(entryNames(jar));
                target.keySet().removeIf(other -> here.contains(other) && isNative(other));
            }
        }
        write(first, lib.resolve("templedb.jar"));
        write(others, lib.resolve("libraries.jar"));
        Files.writeString(dist.resolve("classpath"), "templedb.jar:libraries.jar\n");
    }

    private static void addJar(Path jar, SortedMap<String, byte[]> target) throws IOException {
        boolean zstd = jar.getFileName().toString().startsWith("zstd-jni-");
        // The highest version that this JDK takes wins.
        var versions = new TreeMap<String, Integer>();
        var content = new TreeMap<String, byte[]>();
        try (var in = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : (Iterable<ZipEntry>) in.stream().map(ZipEntry.class::cast)::iterator) {
                String name = entry.getName();
                int version = 0;
                var versioned = VERSION.matcher(name);
                if (versioned.matches()) {
                    version = Integer.parseInt(versioned.group(1));
                    name = versioned.group(2);
                }
                if (entry.isDirectory()
                        || isSignature(name)
                        || isManifest(name)
                        || name.equals("module-info.class")
                        || version > (zstd ? 0 : Runtime.version().feature())
                        || version < versions.getOrDefault(name, 0)) {
                    continue;
                }
                versions.put(name, version);
                try (InputStream bytes = in.getInputStream(entry)) {
                    content.put(name, bytes.readAllBytes());
                }
            }
        }
        for (var entry : content.entrySet()) {
            var legal = LEGAL.matcher(entry.getKey());
            add(legal.matches() ? "META-INF/legal/" + jar.getFileName() + "/" + legal.group(1) : entry.getKey(), entry.getValue(), target);
        }
    }

    /// As on a class path: of two files of one name the first is found, and all lists of services are read.
    private static void add(String name, byte[] content, SortedMap<String, byte[]> target) {
        target.merge(name, content, (before, after) -> name.startsWith(SERVICES) ? joined(before, after) : before);
    }

    private static byte[] joined(byte[] before, byte[] after) {
        var both = new ByteArrayOutputStream();
        both.writeBytes(before);
        both.write('\n');
        both.writeBytes(after);
        return both.toByteArray();
    }

    private static List<String> entryNames(Path jar) throws IOException {
        try (var in = new ZipFile(jar.toFile())) {
            return in.stream().map(ZipEntry::getName).toList();
        }
    }

    private static boolean isNative(String name) {
        return name.matches(".*\\.(so|dll|dylib|jnilib)");
    }

    /// The sources of picocli without what it does at each start and we do not need: a search for Groovy, and converters to
    /// the types of `java.sql` and `java.time`, which it makes by reflection.
    private static Map<String, String> picocli(Path sources) throws IOException {
        var files = new TreeMap<String, String>();
        try (var in = new ZipFile(sources.toFile())) {
            for (ZipEntry entry : (Iterable<ZipEntry>) in.stream().map(ZipEntry.class::cast)::iterator) {
                if (entry.getName().startsWith("picocli/") && entry.getName().endsWith(".java")) {
                    try (InputStream content = in.getInputStream(entry)) {
                        String text = new String(content.readAllBytes(), StandardCharsets.UTF_8);
                        files.put(entry.getName(), text
                                .replace("return Class.forName(\"groovy.lang.Closure\");", "return null;")
                                .replace("return BuiltIn.excluded(fqcn);", "return true;"));
                    }
                }
            }
        }
        return files;
    }

    /// Adds the classes of these sources; says so and returns false when they do not compile.
    private static boolean compile(Map<String, String> sources, String classpath, SortedMap<String, byte[]> target) throws IOException {
        Path work = Files.createTempDirectory("compile");
        var files = new ArrayList<Path>();
        for (var source : sources.entrySet()) {
            Path file = work.resolve(source.getKey());
            Files.createDirectories(file.getParent());
            files.add(Files.writeString(file, source.getValue()));
        }
        var compiler = ToolProvider.getSystemJavaCompiler();
        boolean compiled;
        try (var manager = compiler.getStandardFileManager(null, null, null)) {
            var options = List.of("-proc:none", "-nowarn", "-Xlint:none", "-g", "-XDstringConcat=inline", "-d", work.toString(), "-cp", classpath);
            var task = compiler.getTask(null, manager, _ -> {}, options, null, manager.getJavaFileObjectsFromPaths(files));
            compiled = task.call();
        }
        if (compiled) {
            addTree(work, ".class", target);
        } else {
            System.err.println("The classes of " + sources.keySet().iterator().next() + " stay as they are: it does not compile.");
        }
        try (var tree = Files.walk(work)) {
            for (Path file : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        return compiled;
    }

    /// Adds the files below `tree` whose names end with `suffix`.
    private static void addTree(Path tree, String suffix, SortedMap<String, byte[]> target) throws IOException {
        try (var files = Files.walk(tree)) {
            for (Path file : (Iterable<Path>) files.sorted()::iterator) {
                if (Files.isRegularFile(file) && file.toString().endsWith(suffix)) {
                    add(tree.relativize(file).toString(), Files.readAllBytes(file), target);
                }
            }
        }
    }

    private static void write(SortedMap<String, byte[]> content, Path jar) throws IOException {
        try (var out = new ZipOutputStream(Files.newOutputStream(jar))) {
            put(out, "META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n\n".getBytes(StandardCharsets.UTF_8));
            for (var entry : content.entrySet()) {
                put(out, entry.getKey(), entry.getValue());
            }
        }
    }

    /// The entry of zstd-jni's jar that holds the library for this machine.
    private static String zstdLibrary(Path jar) throws IOException {
        String os = System.getProperty("os.name").startsWith("Mac") ? "darwin" : "linux";
        String arch = System.getProperty("os.arch");
        var folders = arch.equals("amd64") || arch.equals("x86_64")
                ? List.of(os + "/amd64/", os + "/x86_64/") : List.of(os + "/" + arch + "/");
        try (var in = new ZipFile(jar.toFile())) {
            return in.stream().map(ZipEntry::getName)
                    .filter(name -> folders.stream().anyMatch(name::startsWith) && name.contains("libzstd-jni"))
                    .findFirst().orElse("");
        }
    }

    /// The names that its own loader looks for below `-Dtree-sitter-lib`.
    private static String treeSitterLibrary(Path jar) throws IOException {
        String arch = System.getProperty("os.arch").matches("aarch64") ? "aarch64" : "x86_64";
        String start = "lib/" + arch + (System.getProperty("os.name").startsWith("Mac") ? "-macos-" : "-linux-gnu-");
        try (var in = new ZipFile(jar.toFile())) {
            return in.stream().map(ZipEntry::getName).filter(name -> name.startsWith(start)).findFirst().orElse("none");
        }
    }

    private static boolean isSignature(String name) {
        return name.matches("META-INF/[^/]+\\.(SF|RSA|DSA|EC)");
    }

    private static boolean isManifest(String name) {
        return name.equals("META-INF/MANIFEST.MF");
    }

    private static void put(ZipOutputStream out, String name, byte[] content) throws IOException {
        var entry = new ZipEntry(name);
        entry.setTime(0);
        out.putNextEntry(entry);
        out.write(content);
        out.closeEntry();
    }
}
