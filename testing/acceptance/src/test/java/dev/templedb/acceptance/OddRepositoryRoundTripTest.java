package dev.templedb.acceptance;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Git → temple → package → another temple → git, with the real program and a repository that has everything odd
/// (`odd-repository.sh`): what comes out is what went in, seen with git's eyes.
@Tag("slow")
class OddRepositoryRoundTripTest {
    private static final String COMPARE = """
            export GIT_NO_REPLACE_OBJECTS=1
            diff <(git -C source for-each-ref) <(git -C "$1" for-each-ref)
            diff <(git -C source symbolic-ref HEAD) <(git -C "$1" symbolic-ref HEAD)
            diff <(git -C source rev-list --objects --all | sort) <(git -C "$1" rev-list --objects --all | sort)
            git -C source fsck --strict --no-dangling >source.fsck 2>&1 && before=0 || before=$?
            git -C "$1" fsck --strict --no-dangling >result.fsck 2>&1 && after=0 || after=$?
            [[ $before == $after ]] || { cat result.fsck; exit 1; }
            """;

    @TempDir
    Path scratch;

    private RealProgram program;

    @BeforeEach
    void makeRepository() throws Exception {
        program = new RealProgram(scratch);
        program.must(scratch, RealProgram.resource("odd-repository.sh"), "source");
    }

    @ParameterizedTest
    @ValueSource(strings = {"file", "directory", "tar.zst"})
    void nothing_changes_on_the_way(String layout) throws Exception {
        program.must(scratch, """
                templedb project import source --slug odd
                templedb cathedral export odd --layout "$1" --output packages/
                export XDG_DATA_HOME=$HOME/theirs
                templedb cathedral verify packages/*
                templedb cathedral import packages/*
                templedb vcs export-git odd result.git --bare
                templedb vcs export-git odd result
                templedb project checkout odd files --ref v1.0
                """, layout);

        program.must(scratch, COMPARE, "result.git");
        program.must(scratch, COMPARE, "result");
        program.must(scratch, """
                [[ -z $(git -C result status --porcelain --ignore-submodules) ]]
                git -C source worktree add -q --detach ../expected v1.0
                diff -r --no-dereference --exclude=.git --exclude=.templedb expected files
                [[ -x files/run && -L files/link ]]
                """);
    }
}
