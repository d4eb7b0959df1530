package dev.templedb.sqlite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.core.NativeDB;
import org.sqlite.util.LibraryLoaderUtil;

/// Makes SQLite's native library ready sooner. Optional: without it, opening the first file of a process takes longer.
///
/// The driver unpacks its library into the temporary directory in every process, which costs 70 ms, and loads classes
/// for dates that we do not use, which costs 15 ms. A program that must start quickly calls [#keepIn] and [#warmUp]
/// first thing, before it reads its arguments.
public final class SqliteLibrary {
    private SqliteLibrary() {}

    /// Unpacks the library into `directory` once, and lets this process load it from there.
    ///
    /// Must come before the first file is opened. Several processes may do this at once. If the directory
    /// cannot be written, nothing changes and the driver unpacks into the temporary directory as usual.
    ///
    /// @param directory a cache that belongs to this user alone; made when missing. Who can write it decides what
    ///                  code this process runs.
    public static void keepIn(Path directory) {
        var home = directory
                .toAbsolutePath()
                .resolve("sqlite-%s-%s-%s"
                        .formatted(
                                SQLiteJDBCLoader.getVersion(),
                                System.getProperty("os.name"),
                                System.getProperty("os.arch")));
        var library = LibraryLoaderUtil.getNativeLibName();
        try {
            if (!Files.exists(home.resolve(library))) {
                unpack(library, home);
            }
        } catch (IOException | UncheckedIOException unwritable) {
            return;
        }
        System.setProperty("org.sqlite.lib.path", home.toString());
        System.setProperty("org.sqlite.lib.name", library);
        // The driver searches its temporary directory for old libraries at every start; this one is short.
        System.setProperty("org.sqlite.tmpdir", home.toString());
    }

    /// Loads the library on a thread of its own and returns at once; whoever opens a file meanwhile waits for it.
    public static void warmUp() {
        Thread.ofPlatform().daemon().name("sqlite-warm-up").start(() -> {
            try {
                NativeDB.load();
                new SQLiteConfig();
            } catch (Exception | LinkageError toldAgainWhenAFileIsOpened) {
                // Opening a file meets the same problem and can say it to somebody.
            }
        });
    }

    private static void unpack(String library, Path home) throws IOException {
        FilePlace.createDirectories(home);
        var partial = Files.createTempFile(home, "unpack", ".partial");
        try (var in = SQLiteJDBCLoader.class.getResourceAsStream(
                LibraryLoaderUtil.getNativeLibResourcePath() + "/" + library)) {
            if (in == null) {
                throw new IOException("no native library for this system");
            }
            Files.copy(in, partial, StandardCopyOption.REPLACE_EXISTING);
            Files.move(partial, home.resolve(library), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(partial);
        }
    }
}
