package dev.templedb.cathedral.program;

import dev.templedb.cathedral.http.AccessLog;
import dev.templedb.cathedral.http.HttpSettings;
import dev.templedb.cathedral.http.LineWriter;
import dev.templedb.cathedral.settings.Settings;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// Where the access log goes: a file that only its owner can read, or standard error.
@Singleton
final class AccessLogWiring {
    @Produces
    @Singleton
    LineWriter lines(Settings settings) {
        var file = settings.get(HttpSettings.ACCESS_LOG_FILE);
        return new LineWriter(file.isPresent() ? () -> append(file.get()) : AccessLogWiring::standardError);
    }

    void close(@Disposes LineWriter lines) throws InterruptedException {
        lines.close();
    }

    /// Makes sure that lines can be written where the settings say.
    ///
    /// @throws TempleException with `SETTING_INVALID` when they can not
    static void check(Settings settings) {
        var file = settings.get(HttpSettings.ACCESS_LOG_FILE);
        if (settings.get(HttpSettings.ACCESS_LOG) == AccessLog.Form.OFF || file.isEmpty()) {
            return;
        }
        try {
            append(file.get()).close();
        } catch (IOException failure) {
            String reason =
                    failure instanceof NoSuchFileException ? "its directory is not there" : "the system forbids it";
            throw new TempleException(
                    ErrorCode.SETTING_INVALID,
                    "log.access-file is %s, which can not be written: %s.".formatted(file.get(), reason),
                    failure);
        }
    }

    private static OutputStream append(Path file) throws IOException {
        var options = Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND, StandardOpenOption.WRITE);
        var permissions = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        return Channels.newOutputStream(Files.newByteChannel(file, options, permissions));
    }

    /// The stream of the process, which stays open.
    private static OutputStream standardError() {
        return new FilterOutputStream(new FileOutputStream(FileDescriptor.err)) {
            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                out.write(bytes, from, length);
            }

            @Override
            public void close() throws IOException {
                flush();
            }
        };
    }
}
