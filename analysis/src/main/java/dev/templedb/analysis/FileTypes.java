package dev.templedb.analysis;

import org.jspecify.annotations.Nullable;

/// The one word for the kind of a file, in the vocabulary of the Python TempleDB: what the whole name says, else what
/// the language says, else what the extension says, else `text` or `binary`.
final class FileTypes {
    private static final String TEXT = "text";
    private static final String BINARY = "binary";

    private static final NameTable<String> SPECIAL = table(
            "docker_compose docker-compose.yml docker-compose.yaml docker-compose.* compose.yml compose.yaml",
            "env_file .env .env.local .env.example .env.* env.example",
            "go_sum go.sum go.work.sum",
            "go_mod go.mod go.work",
            "license LICENSE LICENCE COPYING UNLICENSE LICENSE.* LICENSE-* LICENCE.* COPYING.* NOTICE NOTICE.txt",
            "package_json package.json",
            "lock_file package-lock.json npm-shrinkwrap.json yarn.lock pnpm-lock.yaml Cargo.lock poetry.lock Pipfile.lock"
                    + " uv.lock Gemfile.lock composer.lock flake.lock mix.lock Podfile.lock bun.lock deno.lock pubspec.lock",
            "tsconfig tsconfig.json tsconfig.*",
            "python_requirements requirements.txt requirements-*",
            "pyproject pyproject.toml",
            "cargo_toml Cargo.toml",
            "maven_pom pom.xml",
            "nix_flake flake.nix",
            "editor_config .editorconfig",
            "git_ignore .gitignore",
            "git_attributes .gitattributes",
            "git_modules .gitmodules",
            "docker_ignore .dockerignore",
            "typescript_declaration .d.ts .d.mts .d.cts",
            "jsx_component .jsx",
            "tsx_component .tsx",
            "javascript_minified .min.js",
            "css_minified .min.css",
            "c_header .h",
            "cpp_header .hpp .hh .hxx .h++ .inl",
            "json .jsonl .ndjson .geojson .topojson .webmanifest .har",
            "svg_image .svg");

    private static final NameTable<String> BY_EXTENSION = table(
            "image .png .jpg .jpeg .gif .bmp .ico .icns .webp .avif .heic .tif .tiff .psd .xcf .jxl .tga .dds",
            "audio .mp3 .wav .flac .ogg .oga .opus .m4a .aac .aiff .mid .midi",
            "video .mp4 .m4v .mkv .webm .avi .mov .wmv .mpg .mpeg .ogv .flv .ts .m2ts",
            "font .ttf .otf .woff .woff2 .eot .ttc",
            "archive .zip .tar .gz .tgz .bz2 .xz .zst .7z .rar .jar .war .ear .whl .deb .rpm .apk .cab .iso .dmg .cathedral",
            "document .pdf .doc .docx .xls .xlsx .ppt .pptx .odt .ods .odp .epub .rtf",
            "database .sqlite .sqlite3 .db .mdb .parquet .duckdb",
            "executable .exe .dll .so .dylib .o .a .lib .obj .class .pyc .pyo .wasm .bin .elf .node",
            "key_file .pem .key .crt .cer .der .p12 .pfx .jks .pub .asc .gpg .age",
            "model_file .onnx .gguf .safetensors .pt .pth .h5 .tflite .npy .npz .pkl",
            "log_file .log");

    private FileTypes() {}

    static String ofText(String fileName, @Nullable Language language) {
        var special = SPECIAL.find(fileName);
        if (special != null && fits(special, language)) {
            return special;
        }
        return language != null ? language.type() : orElse(BY_EXTENSION.find(fileName), TEXT);
    }

    static String ofBinary(String fileName) {
        return orElse(BY_EXTENSION.find(fileName), BINARY);
    }

    /// A name such as `list.tsx` says nothing when the contents turned out to be something else.
    private static boolean fits(String type, @Nullable Language language) {
        if (language == null) {
            return true;
        }
        return switch (type) {
            case "tsx_component", "typescript_declaration" -> language.name().equals("TypeScript");
            default -> true;
        };
    }

    private static String orElse(@Nullable String type, String otherwise) {
        return type != null ? type : otherwise;
    }

    private static NameTable<String> table(String... rows) {
        var table = new NameTable<String>();
        for (var row : rows) {
            var words = row.split(" ");
            for (int i = 1; i < words.length; i++) {
                table.put(words[i], words[0]);
            }
        }
        return table;
    }
}
