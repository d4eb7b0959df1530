package dev.templedb.temple.dependencies;

import dev.templedb.analysis.manifests.Manifest;
import dev.templedb.analysis.manifests.ManifestReader;
import dev.templedb.analysis.manifests.Mention;
import dev.templedb.analysis.manifests.PackageName;
import dev.templedb.analysis.manifests.Scope;
import dev.templedb.packages.json.CanonicalJson;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.json.JsonReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/// What a manifest says, as deflated JSON for the cache.
final class ManifestCodec {
    /// Counts up when manifests are read differently: what was kept before is read anew.
    static final int READER = 4;

    /// No file has more packages, needs of one package or settings than bytes.
    private static final int MOST_VALUES = ManifestReader.LARGEST_BYTES;

    private ManifestCodec() {}

    static byte[] encode(Manifest manifest) {
        var settings = new LinkedHashMap<String, Json>();
        manifest.settings().forEach((name, value) -> settings.put(name, new Json.Str(value)));
        var mentions = manifest.mentions().stream().map(ManifestCodec::encode).toList();
        var json = Json.Obj.empty()
                .with("self", encode(manifest.self()))
                .with("knowsDirect", manifest.knowsDirect())
                .with("settings", Json.object(settings))
                .with("mentions", new Json.Arr(mentions));
        var bytes = new ByteArrayOutputStream();
        try (var deflated = new DeflaterOutputStream(bytes)) {
            deflated.write(CanonicalJson.write(json));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static Json encode(@Nullable PackageName name) {
        return name == null ? Json.NULL : Json.Arr.ofTexts(List.of(name.type(), name.namespace(), name.name()));
    }

    private static Json encode(Mention mention) {
        var needs =
                mention.needs().stream().map(need -> (Json) Json.Num.of(need)).toList();
        return new Json.Arr(List.of(
                encode(mention.name()),
                text(mention.version()),
                text(mention.constraint()),
                text(mention.scope() == null ? null : mention.scope().word()),
                new Json.Bool(mention.direct()),
                new Json.Arr(needs)));
    }

    private static Json text(@Nullable String text) {
        return text == null ? Json.NULL : new Json.Str(text);
    }

    /// What was kept; empty when it is damaged, or more than can be read again.
    static Optional<Manifest> decode(byte[] said) {
        var mentions = new ArrayList<Mention>();
        try (var inflated = new InflaterInputStream(new ByteArrayInputStream(said))) {
            var json = JsonReader.readObject(
                    inflated, "mentions", one -> mentions.add(mention(((Json.Arr) one).elements())), MOST_VALUES);
            var settings = new TreeMap<String, String>();
            json.object("settings").members().forEach((name, value) -> settings.put(name, text(value, "")));
            var self = json.get("self") instanceof Json.Arr(var parts) ? name(parts) : null;
            return Optional.of(new Manifest(
                    self, mentions, json.get("knowsDirect") instanceof Json.Bool(var known) && known, settings));
        } catch (IOException | JsonReader.InvalidJson | RuntimeException damaged) {
            return Optional.empty();
        }
    }

    private static PackageName name(List<Json> parts) {
        return new PackageName(text(parts.get(0), ""), text(parts.get(1), ""), text(parts.get(2), ""));
    }

    private static Mention mention(List<Json> parts) {
        var scope = nullable(parts.get(3));
        return new Mention(
                name(((Json.Arr) parts.get(0)).elements()),
                nullable(parts.get(1)),
                nullable(parts.get(2)),
                scope == null ? null : Scope.of(scope),
                parts.get(4) instanceof Json.Bool(var direct) && direct,
                ((Json.Arr) parts.get(5))
                        .elements().stream()
                                .map(need ->
                                        ((Json.Num) need).whole().orElseThrow().intValue())
                                .toList());
    }

    private static @Nullable String nullable(Json value) {
        return value instanceof Json.Str(var text) ? text : null;
    }

    private static String text(Json value, String otherwise) {
        var text = nullable(value);
        return text == null ? otherwise : text;
    }
}
