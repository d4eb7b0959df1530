package dev.templedb.packages.file;

import dev.templedb.packages.content.PackagedFile;
import dev.templedb.packages.json.Json;
import java.util.List;
import java.util.TreeMap;

/// What `metadata/statistics.json` and `project.json` say about the files of `HEAD`.
final class Statistics {
    private final List<PackagedFile> files;

    Statistics(List<PackagedFile> files) {
        this.files = files.stream().filter(PackagedFile::hasContent).toList();
    }

    long bytes() {
        return files.stream().mapToLong(PackagedFile::bytes).sum();
    }

    /// The member `statistics` of `project.json`.
    Json.Obj summary() {
        var types = new TreeMap<String, Long>();
        files.forEach(file -> types.merge(file.type(), 1L, Long::sum));
        return Json.Obj.empty()
                .with("total_files", files.size())
                .with(
                        "total_lines",
                        files.stream().mapToLong(PackagedFile::lines).sum())
                .with("total_bytes", bytes())
                .with("file_types", counts(types));
    }

    /// The whole of `metadata/statistics.json`.
    Json.Obj document() {
        var languages = new TreeMap<String, Json.Obj>();
        for (var file : files) {
            var language = file.language();
            if (language != null) {
                languages.merge(language, totals(file), Statistics::sum);
            }
        }
        return summary()
                .with(
                        "total_code_lines",
                        files.stream().mapToLong(PackagedFile::codeLines).sum())
                .with(
                        "complexity",
                        files.stream().mapToLong(PackagedFile::complexity).sum())
                .with("languages", Json.object(languages));
    }

    private static Json.Obj totals(PackagedFile file) {
        return Json.Obj.empty()
                .with("files", 1)
                .with("lines", file.lines())
                .with("code_lines", file.codeLines())
                .with("bytes", file.bytes());
    }

    private static Json.Obj sum(Json.Obj left, Json.Obj right) {
        var sum = left;
        for (var name : left.members().keySet()) {
            sum = sum.with(name, left.whole(name).orElse(0L) + right.whole(name).orElse(0L));
        }
        return sum;
    }

    private static Json.Obj counts(TreeMap<String, Long> counts) {
        var object = new TreeMap<String, Json>();
        counts.forEach((name, count) -> object.put(name, Json.Num.of(count)));
        return Json.object(object);
    }
}
