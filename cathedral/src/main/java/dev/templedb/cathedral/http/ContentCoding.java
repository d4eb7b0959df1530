package dev.templedb.cathedral.http;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.encoder.Encoder;
import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/// The ways to pack an answer, in the order in which the server prefers them where a client does not mind.
enum ContentCoding {
    ZSTD {
        @Override
        byte[] pack(byte[] body) {
            return Zstd.compress(body, ZSTD_LEVEL);
        }
    },
    BR {
        // Its library is unpacked the first time that somebody asks for it.
        @Override
        boolean isAvailable() {
            return Brotli4jLoader.isAvailable();
        }

        @Override
        byte[] pack(byte[] body) throws IOException {
            Brotli4jLoader.ensureAvailability();
            return Encoder.compress(body, Encoder.Parameters.create(BROTLI_QUALITY));
        }
    },
    GZIP {
        @Override
        byte[] pack(byte[] body) throws IOException {
            var bytes = new ByteArrayOutputStream(body.length / 4);
            try (var gzip = new GZIPOutputStream(bytes)) {
                gzip.write(body);
            }
            return bytes.toByteArray();
        }
    };

    private static final int ZSTD_LEVEL = 3;
    private static final int BROTLI_QUALITY = 4;
    private static final int MOST_NAMED = 50;
    private static final String ANY = "*";
    private static final String IDENTITY = "identity";

    abstract byte[] pack(byte[] body) throws IOException;

    boolean isAvailable() {
        return true;
    }

    /// Its name in headers.
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The body in this form.
    byte[] packed(byte[] body) {
        try {
            return pack(body);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /// What a client likes best by its `Accept-Encoding`; empty when it wants the body as it is.
    static Optional<ContentCoding> chosen(@Nullable String accepted) {
        if (accepted == null) {
            return Optional.empty();
        }
        var weights = weights(accepted);
        double plain = weights.getOrDefault(IDENTITY, 0.0);
        return Arrays.stream(values())
                .filter(coding -> coding.weight(weights) > 0 && coding.weight(weights) >= plain)
                .sorted(Comparator.comparingDouble((ContentCoding coding) -> -coding.weight(weights)))
                .filter(ContentCoding::isAvailable)
                .findFirst();
    }

    private double weight(Map<String, Double> weights) {
        return weights.getOrDefault(word(), weights.getOrDefault(ANY, 0.0));
    }

    /// What is not understood counts as not named.
    private static Map<String, Double> weights(String accepted) {
        var weights = new HashMap<String, Double>();
        for (String one : accepted.toLowerCase(Locale.ROOT).split(",", MOST_NAMED)) {
            String[] parts = one.replaceAll("\\s", "").split(";");
            String weight = parts.length == 2 ? parts[1] : parts.length == 1 ? "q=1" : "";
            if (weight.matches("q=(0([.][0-9]{0,3})?|1([.]0{0,3})?)")) {
                weights.put(parts[0], Double.valueOf(weight.substring(2)));
            }
        }
        return weights;
    }
}
