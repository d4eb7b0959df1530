package dev.templedb.packages.directory;

import dev.templedb.core.Progress;
import dev.templedb.core.Sha256;
import dev.templedb.packages.content.OpenOptions;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.json.JsonReader;
import dev.templedb.packages.json.PackageJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/// A package of ours in a directory that somebody changes, who then makes all hashes right again.
record Forgery(Path root) {
    Json.Obj json(String path) throws IOException {
        try {
            return JsonReader.readObject(Files.readAllBytes(root.resolve(path)));
        } catch (JsonReader.InvalidJson invalid) {
            throw new IllegalStateException(invalid);
        }
    }

    void change(String path, UnaryOperator<Json.Obj> change) throws IOException {
        Files.write(root.resolve(path), PackageJson.write(change.apply(json(path))));
    }

    /// Changes the line of the file at `index` in the list of files.
    void changeListed(int index, UnaryOperator<Json.Obj> change) throws IOException {
        change(Names.FILES_MANIFEST, list -> {
            var files = new ArrayList<>(list.list("files"));
            files.set(index, change.apply((Json.Obj) files.get(index)));
            return list.with("files", new Json.Arr(files));
        });
    }

    void reseal() throws IOException {
        reseal(manifest -> manifest);
    }

    /// Makes every hash right again, as an attacker can who has no key to sign with.
    void reseal(UnaryOperator<Json.Obj> changeOfManifest) throws IOException {
        var list = new TreeMap<String, EntryList.Part>();
        Files.deleteIfExists(root.resolve(Names.OBJECTS_MANIFEST));
        var manifest = json(Names.MANIFEST);
        var parts = PackageParts.scan(root, OpenOptions.strict(root.resolveSibling("scratch"), Progress.NONE));
        var checksum = parts.hash(
                (path, bytes, sha256) -> {
                    if (!path.equals(Names.MANIFEST)) {
                        list.put(path, new EntryList.Part(bytes, sha256));
                    }
                },
                Progress.NONE);
        try (var out = Files.newOutputStream(root.resolve(Names.OBJECTS_MANIFEST))) {
            new EntryList(list).entry().content().writeTo(out);
        }
        var entries = Sha256.of(Files.readAllBytes(root.resolve(Names.OBJECTS_MANIFEST)));
        var sealed = changeOfManifest
                .apply(manifest)
                .with(
                        "checksums",
                        Json.Obj.empty()
                                .with("sha256", checksum.hex())
                                .with("algorithm", "sha256")
                                .with("entries", entries.hex())
                                .with("manifest", "0".repeat(64)));
        var own = Sha256.of(PackageJson.write(sealed));
        Files.write(
                root.resolve(Names.MANIFEST),
                PackageJson.write(
                        sealed.with("checksums", sealed.object("checksums").with("manifest", own.hex()))));
    }
}
