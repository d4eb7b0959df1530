package dev.templedb.temple.exchange;

import dev.templedb.core.Sha256;
import dev.templedb.packages.dotenv.Dotenv;
import dev.templedb.packages.dotenv.InvalidDotenv;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.json.JsonReader;
import dev.templedb.packages.json.JsonReader.InvalidJson;
import dev.templedb.packages.json.PackageJson;
import dev.templedb.temple.merge.TextMerge;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/// Merges the documents of two states: those of variables name by name, those of JSON member by member, environments
/// line by line, and everything else as a whole.
final class DocumentMerge {
    /// Between the name of a document and what in it is meant.
    static final String IN = "#";

    private final ThreeWay decisions;
    private final Function<Sha256, byte[]> pieces;
    private final Map<Sha256, byte[]> made = new HashMap<>();

    /// @param pieces the bytes of the documents of all three states
    DocumentMerge(ThreeWay decisions, Function<Sha256, byte[]> pieces) {
        this.decisions = decisions;
        this.pieces = pieces;
    }

    /// The documents that are neither side's.
    Map<Sha256, byte[]> made() {
        return made;
    }

    SortedMap<String, Sha256> merge(Map<String, Sha256> base, Map<String, Sha256> ours, Map<String, Sha256> theirs) {
        var names = new TreeSet<>(ours.keySet());
        names.addAll(theirs.keySet());
        var merged = new TreeMap<String, Sha256>();
        for (var name : names) {
            merge(
                            name,
                            Optional.ofNullable(base.get(name)),
                            Optional.ofNullable(ours.get(name)),
                            Optional.ofNullable(theirs.get(name)))
                    .ifPresent(hash -> merged.put(name, hash));
        }
        return merged;
    }

    private Optional<Sha256> merge(String name, Optional<Sha256> base, Optional<Sha256> ours, Optional<Sha256> theirs) {
        if (ours.equals(theirs) || theirs.equals(base) || ours.equals(base)) {
            return decisions.choose(name, base, ours, theirs, pieces);
        }
        if (name.endsWith(".env")) {
            return variables(name, base, ours, theirs);
        }
        if (name.endsWith(".json") && ours.isPresent() && theirs.isPresent()) {
            return json(name, base, ours.get(), theirs.get());
        }
        if (name.endsWith(".nix") && base.isPresent() && ours.isPresent() && theirs.isPresent()) {
            var text = TextMerge.clean(pieces.apply(base.get()), pieces.apply(ours.get()), pieces.apply(theirs.get()));
            if (text.isPresent()) {
                return Optional.of(make(text.get()));
            }
        }
        return decisions.choose(name, base, ours, theirs, pieces);
    }

    private Sha256 make(byte[] bytes) {
        var hash = Sha256.of(bytes);
        made.put(hash, bytes);
        return hash;
    }

    private Optional<Sha256> variables(
            String name, Optional<Sha256> base, Optional<Sha256> ours, Optional<Sha256> theirs) {
        var our = ours.map(pieces).map(DocumentMerge::readVariables).orElse(Optional.of(Map.of()));
        var their = theirs.map(pieces).map(DocumentMerge::readVariables).orElse(Optional.of(Map.of()));
        if (our.isEmpty() || their.isEmpty()) {
            return decisions.choose(name, base, ours, theirs, pieces);
        }
        Map<String, String> before =
                base.map(pieces).flatMap(DocumentMerge::readVariables).orElse(Map.of());
        var names = new TreeSet<>(our.get().keySet());
        names.addAll(their.get().keySet());
        var merged = new TreeMap<String, String>();
        for (var variable : names) {
            decisions
                    .choose(
                            name + IN + variable,
                            Optional.ofNullable(before.get(variable)),
                            Optional.ofNullable(our.get().get(variable)),
                            Optional.ofNullable(their.get().get(variable)),
                            Bytes::of)
                    .ifPresent(value -> merged.put(variable, value));
        }
        return merged.isEmpty() ? Optional.empty() : Optional.of(make(Bytes.of(Dotenv.write(merged))));
    }

    private static Optional<Map<String, String>> readVariables(byte[] bytes) {
        try {
            return Optional.of(Dotenv.parse(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString()));
        } catch (CharacterCodingException | InvalidDotenv unreadable) {
            return Optional.empty();
        }
    }

    private Optional<Sha256> json(String name, Optional<Sha256> base, Sha256 ours, Sha256 theirs) {
        var our = readJson(pieces.apply(ours));
        var their = readJson(pieces.apply(theirs));
        if (our.isEmpty() || their.isEmpty()) {
            return decisions.choose(name, base, Optional.of(ours), Optional.of(theirs), pieces);
        }
        var before = base.map(pieces).flatMap(DocumentMerge::readJson);
        return new JsonMerge(decisions)
                .merge(name + IN, before, our, their)
                .map(PackageJson::write)
                .map(this::make);
    }

    private static Optional<Json> readJson(byte[] bytes) {
        try {
            return Optional.of(JsonReader.read(bytes));
        } catch (InvalidJson unreadable) {
            return Optional.empty();
        }
    }

    /// A document with another value for what `inside` names.
    ///
    /// @param inside what follows the [mark][#IN]; empty for the whole
    /// @param value  empty: it is removed
    static Optional<byte[]> with(String name, Optional<byte[]> document, String inside, Optional<byte[]> value) {
        if (inside.isEmpty()) {
            return value;
        }
        if (name.endsWith(".env")) {
            var variables =
                    new TreeMap<>(document.flatMap(DocumentMerge::readVariables).orElse(Map.of()));
            value.ifPresentOrElse(bytes -> variables.put(inside, Bytes.text(bytes)), () -> variables.remove(inside));
            return variables.isEmpty() ? Optional.empty() : Optional.of(Bytes.of(Dotenv.write(variables)));
        }
        var json = document.flatMap(DocumentMerge::readJson);
        return JsonMerge.with(json, inside, value.map(Bytes::json)).map(PackageJson::write);
    }
}
