package dev.templedb.cli.projects;

import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.Addresses;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import dev.templedb.temple.projects.ProjectDraft;
import dev.templedb.temple.projects.ProjectKind;
import dev.templedb.temple.projects.ProjectStatus;
import dev.templedb.temple.projects.Visibility;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The options that say something about a project, for all commands that take them.
final class FieldOptions {
    private final Value<@Nullable String> name;
    private final Value<@Nullable String> description;
    private final Value<@Nullable ProjectKind> kind;
    private final Value<@Nullable Visibility> visibility;
    private final Value<@Nullable ProjectStatus> status;
    private final Value<@Nullable String> license;
    private final Value<@Nullable String> owner;
    private final Value<@Nullable String> companion;
    private final Value<@Nullable String> repositoryUrl;
    private final Value<@Nullable String> upstreamUrl;
    private final Value<@Nullable String> workingDirectory;
    private final Value<@Nullable String> language;
    private final Value<String[]> tags;
    private final Value<String[]> metadata;
    private final Value<@Nullable String> metadataJson;
    private final Value<String[]> blueprint;

    FieldOptions(Usage usage) {
        name = usage.option("--name", "NAME", "What the project is called in prose.");
        description = usage.option("--description", "TEXT", "What it is.");
        kind = usage.option("--kind", "KIND", "project or template.", ProjectKind::of);
        visibility = usage.option("--visibility", "WHO", "public, internal or private.", Visibility::of);
        status = usage.option(
                "--status",
                "STATUS",
                "initializing, generating, planning, approved, active, complete, failed or archived.",
                ProjectStatus::of);
        license = usage.option("--license", "ID", "Its licence, such as MIT.");
        owner = usage.option("--owner", "NAME", "The user or organization it belongs to.");
        companion = usage.option("--companion", "NAME", "The assistant that works on it, numa if nothing is said.");
        repositoryUrl = usage.option("--repository-url", "URL", "Where its source is published.");
        upstreamUrl = usage.option("--upstream-url", "URL", "Where the source it was cloned from is published.");
        workingDirectory = usage.option("--working-directory", "DIR", "Where it is checked out on this machine.");
        language = usage.option("--language", "NAME", "The language most of it is written in.");
        tags = usage.options("--tag", "TAG", "A word to find it by; may be repeated.");
        metadata = usage.options("--metadata", "KEY=VALUE", "A member of its metadata; may be repeated.");
        metadataJson = usage.option("--metadata-json", "JSON", "Members of its metadata as an object, or @FILE.");
        blueprint = usage.options(
                "--blueprint",
                "SECTION=JSON",
                "A section of its design: pm, db, backend, frontend or ux; or SECTION=@FILE.");
    }

    /// Whether `--name` was given, and what it says.
    @Nullable
    String name() {
        return name.get();
    }

    /// Gives `draft` the values that were given.
    void apply(ProjectDraft draft) {
        set(name, draft::name);
        set(description, draft::description);
        set(kind, draft::kind);
        set(visibility, draft::visibility);
        set(status, draft::status);
        set(license, draft::license);
        set(owner, draft::owner);
        set(companion, draft::companionAi);
        set(repositoryUrl, draft::repositoryUrl);
        set(upstreamUrl, draft::upstreamUrl);
        set(workingDirectory, directory -> draft.workingDirectory(absolute(directory)));
        set(language, draft::language);
        for (String tag : tags.get()) {
            draft.addTag(tag);
        }
        set(metadataJson, json -> draft.mergeMetadata(content(json)));
        for (String pair : metadata.get()) {
            draft.metadata(before(pair, "--metadata KEY=VALUE"), after(pair));
        }
        for (String pair : blueprint.get()) {
            draft.blueprint(before(pair, "--blueprint SECTION=JSON"), content(after(pair)));
        }
    }

    /// Says what of the values was not kept.
    void tellWhatWasLeftOut(Terminal terminal) {
        boolean isLeftOut = Stream.of(repositoryUrl, upstreamUrl)
                .map(Value::get)
                .anyMatch(url -> url != null && !url.equals(Addresses.withoutCredentials(url)));
        if (isLeftOut) {
            terminal.warn(
                    "The user name and password in the address were left out: everybody who sees the project sees it.");
        }
    }

    private static <T> void set(Value<@Nullable T> option, Consumer<T> setter) {
        T value = option.get();
        if (value != null) {
            setter.accept(value);
        }
    }

    /// Other commands run elsewhere.
    private static String absolute(String directory) {
        return directory.isBlank()
                ? directory
                : Path.of(directory).toAbsolutePath().normalize().toString();
    }

    private static String before(String pair, String form) {
        int equals = pair.indexOf('=');
        if (equals < 1) {
            throw new TempleException(
                    ErrorCode.USAGE, "\"%s\" is not of the form %s.".formatted(Printable.text(pair), form));
        }
        return pair.substring(0, equals);
    }

    private static String after(String pair) {
        return pair.substring(pair.indexOf('=') + 1);
    }

    /// The text itself, or the content of the file that `@FILE` names.
    private static String content(String text) {
        if (!text.startsWith("@")) {
            return text;
        }
        String file = text.substring(1);
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new TempleException(
                    ErrorCode.SOURCE_NOT_FOUND, "The file %s cannot be read.".formatted(Printable.text(file)), e);
        }
    }
}
