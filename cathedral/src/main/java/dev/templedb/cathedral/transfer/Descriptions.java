package dev.templedb.cathedral.transfer;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.packages.file.PackageDescription;
import dev.templedb.packages.json.JsonReader;
import dev.templedb.packages.json.PackageJson;
import dev.templedb.packages.state.InvalidState;
import dev.templedb.packages.state.ProjectState;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;

/// Writes descriptions of packages as the table `states` has them: 4 bytes number of entries, then for each its name,
/// 4 bytes length, and content; the manifest first. The state lies beside it.
final class Descriptions {
    private static final String MANIFEST = "manifest.json";

    private Descriptions() {}

    static byte[] write(PackageDescription description) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeInt(1 + description.entries().size());
            write(out, MANIFEST, PackageJson.write(description.manifest()));
            for (var entry : description.entries()) {
                write(out, entry.name(), entry.content());
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static void write(DataOutputStream out, String name, byte[] content) throws IOException {
        out.writeUTF(name);
        out.writeInt(content.length);
        out.write(content);
    }

    static PackageDescription read(byte[] document, byte[] description) {
        try (var in = new DataInputStream(new ByteArrayInputStream(description))) {
            var entries = new ArrayList<PackageDescription.Entry>();
            for (int left = in.readInt(); left > 0; left--) {
                entries.add(new PackageDescription.Entry(in.readUTF(), in.readNBytes(in.readInt())));
            }
            var manifest = JsonReader.readObject(entries.removeFirst().content());
            return new PackageDescription(manifest, ProjectState.read(document), entries);
        } catch (IOException | JsonReader.InvalidJson | InvalidState damaged) {
            throw new TempleException(
                    ErrorCode.STORED_PACK_DAMAGED, "A state that the server keeps is damaged.", damaged);
        }
    }
}
