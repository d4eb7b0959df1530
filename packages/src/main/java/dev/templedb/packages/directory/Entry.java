package dev.templedb.packages.directory;

import dev.templedb.packages.json.Json;
import dev.templedb.packages.json.PackageJson;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One file to be written into a package; its content is made when it is needed, as often as it is needed.
///
/// @param path    inside the package
/// @param bytes   length, or -1 when only making the content tells
/// @param content null for a directory
record Entry(String path, long bytes, @Nullable Content content) {
    /// Makes the same bytes every time.
    @FunctionalInterface
    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /// Makes a fresh iterator over the same values every time.
    @FunctionalInterface
    interface Elements {
        Iterator<Json> iterator();
    }

    static Entry directory(String path) {
        return new Entry(path, 0, null);
    }

    static Entry of(String path, byte[] bytes) {
        return new Entry(path, bytes.length, out -> out.write(bytes));
    }

    static Entry json(String path, Supplier<Json> value) {
        return new Entry(path, -1, out -> out.write(PackageJson.write(value.get())));
    }

    /// An array of many elements, of which only one is in memory at a time.
    static Entry array(String path, Elements elements) {
        return new Entry(path, -1, out -> writeArray(out, "\n", elements.iterator()));
    }

    /// The object `{"<count>": …, "<list>": […]}` with many elements, of which only one is in memory at a time.
    static Entry list(String path, String countName, long count, String listName, Elements elements) {
        return new Entry(path, -1, out -> {
            out.write("{\n  \"%s\": %d,\n  \"%s\": "
                    .formatted(countName, count, listName)
                    .getBytes(StandardCharsets.US_ASCII));
            writeArray(out, "\n  ", elements.iterator());
            out.write("\n}".getBytes(StandardCharsets.US_ASCII));
        });
    }

    private static void writeArray(OutputStream out, String newline, Iterator<Json> elements) throws IOException {
        var any = elements.hasNext();
        out.write('[');
        while (elements.hasNext()) {
            // No newline stands inside a JSON string, so indenting the text is indenting the value.
            var text = new String(PackageJson.write(elements.next()), StandardCharsets.US_ASCII)
                    .replace("\n", newline + "  ");
            out.write((newline + "  " + text + (elements.hasNext() ? "," : "")).getBytes(StandardCharsets.US_ASCII));
        }
        out.write((any ? newline + "]" : "]").getBytes(StandardCharsets.US_ASCII));
    }

    /// The length; makes the content when it is not known.
    long length() throws IOException {
        if (bytes >= 0 || content == null) {
            return bytes;
        }
        var counter = new OutputStream() {
            long count;

            @Override
            public void write(int b) {
                count++;
            }

            @Override
            public void write(byte[] part, int offset, int length) {
                count += length;
            }
        };
        content.writeTo(counter);
        return counter.count;
    }
}
