import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import javax.tools.ToolProvider;
import org.sqlite.util.LibraryLoaderUtil;

/// Copies the jars of the build into the form that starts fastest; run by `assemble.sh` as a single file.
///
/// * Signatures go: the JDK's start-up cache skips classes of signed jars.
/// * `META-INF/versions` of zstd-jni goes: its variant for new JDKs takes four times as long to load.
/// * picocli is compiled from its sources: the start-up cache skips its Java 5 class files.
/// * The native libraries of this machine are unpacked once instead of at each start.
public final class Assemble {
    private Assemble() {}

    public static void main(String[] args) throws IOException {
        var picocliSources = Path.of(args[1]);
        var dist = Path.of(args[2]);
        var lib = Files.createDirectories(dist.resolve("lib"));
        var nativeDir = Files.createDirectories(dist.resolve("native"));
        var names = new ArrayList<String>();
        for (String entry : args[0].split(java.io.File.pathSeparator)) {
            Path jar = Path.of(entry);
            // The module that is being built is not packed yet.
            String name = Files.isDirectory(jar) ? "templedb-cli.jar" : jar.getFileName().toString();
            names.add(name);
            if (Files.isDirectory(jar)) {
                pack(jar, "", lib.resolve(name));
            } else if (name.startsWith("picocli-")) {
                compilePicocli(jar, picocliSources, lib.resolve(name));
            } else {
                copyJar(jar, lib.resolve(name));
            }
            if (name.startsWith("sqlite-jdbc-")) {
                unpack(jar, LibraryLoaderUtil.getNativeLibResourcePath().substring(1) + "/"
                        + LibraryLoaderUtil.getNativeLibName(), nativeDir.resolve("sqlite"));
            }
            if (name.startsWith("tree-sitter-")) {
                String library = treeSitterLibrary(jar);
                unpack(jar, library, Files.createDirectories(nativeDir.resolve("lib")).resolve(Path.of(library).getFileName()));
            }
            if (name.startsWith("zstd-jni-")) {
                unpack(jar, zstdLibrary(jar), nativeDir.resolve("zstd"));
            }
        }
        Files.writeString(dist.resolve("classpath"), String.join(":", names) + "\n");
    }

    private static void copyJar(Path from, Path to) throws IOException {
        boolean zstd = from.getFileName().toString().startsWith("zstd-jni-");
        try (var in = new ZipFile(from.toFile()); var out = new ZipOutputStream(Files.newOutputStream(to))) {
            for (ZipEntry entry : (Iterable<ZipEntry>) in.stream().map(ZipEntry.class::cast)::iterator) {
                String name = entry.getName();
                if (entry.isDirectory() || isSignature(name) || zstd && name.startsWith("META-INF/versions/")) {
                    continue;
                }
                try (InputStream content = in.getInputStream(entry)) {
                    put(out, name, isManifest(name) ? unsigned(content, zstd) : content.readAllBytes());
                }
            }
        }
    }

    private static void compilePicocli(Path jar, Path sources, Path to) throws IOException {
        Path work = Files.createTempDirectory("picocli");
        var files = new ArrayList<Path>();
        try (var in = new ZipFile(sources.toFile())) {
            for (ZipEntry entry : (Iterable<ZipEntry>) in.stream().map(ZipEntry.class::cast)::iterator) {
                if (entry.getName().startsWith("picocli/") && entry.getName().endsWith(".java")) {
                    Path file = work.resolve(entry.getName());
                    Files.createDirectories(file.getParent());
                    try (InputStream content = in.getInputStream(entry)) {
                        Files.copy(content, file);
                    }
                    files.add(file);
                }
            }
        }
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var manager = compiler.getStandardFileManager(null, null, null)) {
            var options = List.of("-proc:none", "-nowarn", "-Xlint:none", "-g", "-d", work.toString(), "-cp", "");
            var task = compiler.getTask(null, manager, _ -> {}, options, null, manager.getJavaFileObjectsFromPaths(files));
            if (!task.call()) {
                System.err.println("picocli's sources do not compile; its original class files are used.");
                copyJar(jar, to);
                return;
            }
        }
        pack(work, ".class", to);
        try (var tree = Files.walk(work)) {
            for (Path file : tree.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /// Packs the files below `tree` whose names end with `suffix` into the jar `to`.
    private static void pack(Path tree, String suffix, Path to) throws IOException {
        try (var out = new ZipOutputStream(Files.newOutputStream(to)); var files = Files.walk(tree)) {
            for (Path file : (Iterable<Path>) files.sorted()::iterator) {
                if (Files.isRegularFile(file) && file.toString().endsWith(suffix)) {
                    put(out, tree.relativize(file).toString(), Files.readAllBytes(file));
                }
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

    /// Unpacks one entry; without it the library's own loader does its (slower) work at each start.
    /// The names that its own loader looks for below `-Dtree-sitter-lib`.
    private static String treeSitterLibrary(Path jar) throws IOException {
        String arch = System.getProperty("os.arch").matches("aarch64") ? "aarch64" : "x86_64";
        String start = "lib/" + arch + (System.getProperty("os.name").startsWith("Mac") ? "-macos-" : "-linux-gnu-");
        try (var in = new ZipFile(jar.toFile())) {
            return in.stream().map(ZipEntry::getName).filter(name -> name.startsWith(start)).findFirst().orElse("none");
        }
    }

    private static void unpack(Path jar, String entry, Path to) throws IOException {
        try (var in = FileSystems.newFileSystem(jar)) {
            Path library = in.getPath("/" + entry);
            if (Files.isRegularFile(library)) {
                Files.copy(library, to);
            } else {
                System.err.println("No native library " + entry + " in " + jar.getFileName());
            }
        }
    }

    private static boolean isSignature(String name) {
        return name.matches("META-INF/[^/]+\\.(SF|RSA|DSA|EC)");
    }

    private static boolean isManifest(String name) {
        return name.equals("META-INF/MANIFEST.MF");
    }

    /// The manifest without the digests of the signature, which are most of it.
    private static byte[] unsigned(InputStream content, boolean singleRelease) throws IOException {
        var manifest = new Manifest(content);
        manifest.getEntries().clear();
        if (singleRelease) {
            manifest.getMainAttributes().remove(Attributes.Name.MULTI_RELEASE);
        }
        var out = new java.io.ByteArrayOutputStream();
        manifest.write((OutputStream) out);
        return out.toByteArray();
    }

    private static void put(ZipOutputStream out, String name, byte[] content) throws IOException {
        var entry = new ZipEntry(name);
        entry.setTime(0);
        out.putNextEntry(entry);
        out.write(content);
        out.closeEntry();
    }
}
