package dev.templedb.packages;

import static dev.templedb.packages.samples.Refusal.refuses;
import static dev.templedb.packages.samples.SampleProject.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Progress;
import dev.templedb.core.Sha256;
import dev.templedb.packages.content.CarriedEntry;
import dev.templedb.packages.content.OpenOptions;
import dev.templedb.packages.content.PackageBase;
import dev.templedb.packages.content.PackageLayout;
import dev.templedb.packages.content.PackageSource;
import dev.templedb.packages.disk.Existing;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.samples.SampleProject;
import dev.templedb.packages.samples.TakenIn;
import dev.templedb.packages.state.Head;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/// A temple that is damaged, or a project out of the ordinary, on its way into a package.
class DamagedSourceTest {
    private static final byte[] NOTE = "To do\n".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path directory;

    private void refusesToWrite(ErrorCode code, PackageSource source, PackageLayout layout) {
        refuses(code, () -> Packages.write(source, layout, directory.resolve("new.cathedral"), Existing.REFUSE));
        assertThat(directory).isEmptyDirectory();
    }

    @ParameterizedTest
    @EnumSource(value = PackageLayout.class, names = "TAR_GZ", mode = Mode.EXCLUDE)
    void a_part_that_is_not_what_it_was_when_it_came_in_is_not_handed_on(PackageLayout layout) {
        var lost = new CarriedEntry(
                "metadata/later.txt", "1.1.0", 1, Sha256.of(NOTE), () -> new ByteArrayInputStream(new byte[1]));
        refusesToWrite(
                ErrorCode.TEMPLE_CORRUPT, SampleProject.small().carry(lost).source(), layout);
    }

    @Test
    void a_document_that_is_not_the_one_the_state_names_is_not_written() {
        var project = SampleProject.small().piece(NOTE).damageDocuments();
        project.changeState(state -> state.with(
                "documents",
                Json.Obj.empty().with("notes/todo.md", Sha256.of(NOTE).hex())));
        refusesToWrite(ErrorCode.TEMPLE_CORRUPT, project.source(), PackageLayout.DIRECTORY);
    }

    @Test
    void a_history_whose_objects_contradict_each_other_is_not_written() {
        var project = new SampleProject();
        var blob = project.blob("no directory");
        project.ref("refs/heads/main", project.commit("a", project.tree(entry(040000, "bin", blob))));
        refusesToWrite(ErrorCode.TEMPLE_CORRUPT, project.source(), PackageLayout.DIRECTORY);
    }

    @Test
    void an_increment_is_one_file() {
        var source = SampleProject.small()
                .base(new PackageBase(List.of(Sha256.of(NOTE)), List.of()))
                .source();
        refusesToWrite(ErrorCode.USAGE, source, PackageLayout.DIRECTORY);
        refusesToWrite(ErrorCode.USAGE, source, PackageLayout.TAR_ZST);
    }

    private void comesBack(SampleProject project, PackageLayout layout) {
        var path = directory.resolve("odd.cathedral");
        Packages.write(TakenIn.of(project.source()), layout, path, Existing.REPLACE);
        try (var read = Packages.open(path, OpenOptions.strict(directory.resolve("scratch"), Progress.NONE))) {
            assertThat(TakenIn.of(read).state()).isEqualTo(project.state());
        }
    }

    @ParameterizedTest
    @EnumSource(value = PackageLayout.class, names = "TAR_GZ", mode = Mode.EXCLUDE)
    void projects_out_of_the_ordinary_come_back(PackageLayout layout) {
        comesBack(new SampleProject(), layout);

        var detached = SampleProject.small();
        var commit = detached.refs().get("refs/heads/old");
        detached.changeState(state -> state.with(
                "git", state.object("git").with("head", Json.Obj.empty().with("commit", commit.hex()))));
        assertThat(detached.state().head()).isEqualTo(new Head.Detached(commit));
        comesBack(detached, layout);

        var documents = Json.Obj.empty()
                .with("_named/no hex", Sha256.of(NOTE).hex())
                .with("notes.part-00001-of-00002", Sha256.of(NOTE).hex());
        comesBack(SampleProject.small().piece(NOTE).changeState(state -> state.with("documents", documents)), layout);
    }
}
