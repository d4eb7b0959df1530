package dev.templedb.packages.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.templedb.core.GitId;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectTextsTest {
    private static final String A = "a".repeat(40);
    private static final String B = "b".repeat(40);

    @Test
    void a_commit_with_everything_is_read() throws MalformedObject {
        var commit = CommitText.parse(bytes("tree " + A + "\nparent " + B + "\nparent " + A
                + "\nauthor Ada L <ada@example.org> 1700000000 -0330\ncommitter Bob <> 1700000001 +1400\n"
                + "gpgsig -----BEGIN PGP SIGNATURE-----\n \n tree of lies\n -----END PGP SIGNATURE-----\n"
                + "unknown header\nmergetag object " + B + "\n type commit\n\n\n  Subject line  \n\nBody\n"));
        assertThat(commit.tree()).hasToString(A);
        assertThat(commit.parents()).map(GitId::hex).containsExactly(B, A);
        assertThat(commit.author())
                .isEqualTo(new Person("Ada L", "ada@example.org", Instant.ofEpochSecond(1700000000), -210));
        assertThat(commit.author().zone()).isEqualTo(ZoneOffset.ofHoursMinutes(-3, -30));
        assertThat(commit.committer()).isEqualTo(new Person("Bob", "", Instant.ofEpochSecond(1700000001), 840));
        assertThat(commit.signed()).isTrue();
        assertThat(commit.message()).isEqualTo("\n  Subject line  \n\nBody\n");
        assertThat(commit.subject()).isEqualTo("Subject line");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ISO-8859-1", "Shift_JIS", "windows-1252"})
    void a_commit_in_another_encoding_is_read(String encoding) throws MalformedObject {
        var charset = Charset.forName(encoding);
        var name = encoding.equals("Shift_JIS") ? "\u5c71\u7530" : "M\u00fcller";
        var out = new ByteArrayOutputStream();
        out.writeBytes(bytes("tree " + A + "\nauthor "));
        out.writeBytes(name.getBytes(charset));
        out.writeBytes(bytes(" <m@example.org> 1 +0000\nencoding " + encoding + "\n\n"));
        out.writeBytes(name.getBytes(charset));
        var commit = CommitText.parse(out.toByteArray());
        assertThat(commit.author().name()).isEqualTo(name);
        assertThat(commit.message()).isEqualTo(name);
        assertThat(commit.signed()).isFalse();
    }

    @Test
    void an_unknown_encoding_and_a_missing_message_do_no_harm() throws MalformedObject {
        assertThat(CommitText.parse(bytes("tree " + A + "\nencoding no such thing\n\nh\u00e9"))
                        .message())
                .isEqualTo("h\u00e9");
        assertThat(CommitText.parse(bytes("tree " + A + "\nencoding x-unheard-of\n\nhi"))
                        .message())
                .isEqualTo("hi");
        assertThat(CommitText.parse(bytes("tree " + A)).message()).isEmpty();
        assertThat(CommitText.parse(bytes("tree " + A + "\n")).subject()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            delimiter = '|',
            value = {
                "Ada <a@b> 5 +0100|Ada|a@b|5|60",
                "Ada <a@b> 5|Ada|a@b|5|0",
                "Ada <a@b>|Ada|a@b|0|0",
                "Ada|Ada|''|0|0",
                "<a@b> 5 +0000|''|a@b|5|0",
                "A <x> <a@b> 5 +0000|A|x> <a@b|5|0",
                "Ada <a@b> 99999999999999999999 +0000|Ada|a@b|0|0",
                "Ada <a@b> 999999999999 +0000|Ada|a@b|0|0",
                "Ada <a@b> -5 -0000|Ada|a@b|-5|0",
                "Ada <a@b> 5 +9999|Ada|a@b|5|1080",
                "Ada <a@b> 5 CET|Ada|a@b|5|0",
                "> <|> <|''|0|0",
            })
    void people_are_read_leniently(String line, String name, String email, long second, int minutes) {
        var raw = bytes(line);
        assertThat(Person.parse(raw, 0, raw.length, StandardCharsets.UTF_8))
                .isEqualTo(new Person(name, email, Instant.ofEpochSecond(second), minutes));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n\nhi",
                "tree \n\nhi",
                "tree 123\n\n",
                "parent x\n\n",
                "author A <a> 0 +0000\n\n",
                "treeish"
            })
    void what_names_no_tree_is_no_commit(String text) {
        assertThatThrownBy(() -> CommitText.parse(bytes(text))).isInstanceOf(MalformedObject.class);
    }

    @Test
    void tags_are_read() throws MalformedObject {
        var raw = bytes("object " + A
                + "\ntype tree\ntag v1\ntagger Ada <a@b> 5 +0100\n\nmessage\n-----BEGIN PGP SIGNATURE-----\n");
        var tag = TagText.parse(raw, 0, raw.length);
        assertThat(tag.target()).hasToString(A);
        assertThat(tag.targetKind()).isEqualTo(ObjectKind.TREE);
        assertThat(tag.tagger()).isPresent();
        assertThat(tag.message()).startsWith("message\n");
        var old = bytes("object " + A + "\ntype blob\ntag v0.1\n");
        assertThat(TagText.parse(old, 0, old.length).tagger()).isEmpty();
        assertThat(TagText.parse(old, 0, old.length).message()).isEmpty();
        for (var kind : new String[] {"commit", "tag"}) {
            var other = bytes("object " + A + "\ntype " + kind + "\n\n");
            assertThat(TagText.parse(other, 0, other.length).targetKind().word())
                    .isEqualTo(kind);
        }
        for (var bad : new String[] {
            "", "object " + A + "\n\n", "type tag\n\n", "object x\ntype tag\n\n", "object " + A + "\ntype poem\n\n"
        }) {
            assertThatThrownBy(() -> TagText.parse(bytes(bad), 0, bytes(bad).length))
                    .isInstanceOf(MalformedObject.class);
        }
    }

    @Test
    void trees_are_read_entry_by_entry() throws MalformedObject {
        var out = new ByteArrayOutputStream();
        out.writeBytes(bytes("100664 "));
        out.writeBytes(new byte[] {(byte) 0xff, (byte) 0xfe, ' ', 'x'});
        out.write(0);
        out.writeBytes(GitId.parse(A).bytes());
        out.writeBytes(bytes("40000 d"));
        out.write(0);
        out.writeBytes(GitId.parse(B).bytes());
        var raw = out.toByteArray();
        var entries = new TreeEntries(raw);
        assertThat(entries.next()).isTrue();
        assertThat(entries.mode()).isEqualTo(0100664);
        assertThat(entries.name()).isEqualTo(new byte[] {(byte) 0xff, (byte) 0xfe, ' ', 'x'});
        assertThat(entries.id()).hasToString(A);
        assertThat(entries.next()).isTrue();
        assertThat(entries.id()).hasToString(B);
        assertThat(entries.next()).isFalse();
        assertThat(new TreeEntries(new byte[0]).next()).isFalse();
        for (int length = 1; length < raw.length; length++) {
            int cut = length;
            if (cut != 7 + 4 + 1 + 20) {
                assertThatThrownBy(() -> {
                            var cursor = new TreeEntries(raw, 0, cut);
                            while (cursor.next()) {}
                        })
                        .isInstanceOf(MalformedObject.class);
            }
        }
        assertThatThrownBy(() -> new TreeEntries(bytes("10000000 x\0")).next()).isInstanceOf(MalformedObject.class);
    }

    @Test
    void modes_have_their_meaning() throws MalformedObject {
        assertThat(FileMode.of(0100644)).isEqualTo(FileMode.FILE);
        assertThat(FileMode.of(0100664)).isEqualTo(FileMode.FILE);
        assertThat(FileMode.of(0100755)).isEqualTo(FileMode.EXECUTABLE);
        for (var mode : FileMode.values()) {
            assertThat(FileMode.of(mode.canonical())).isEqualTo(mode);
        }
        assertThat(FileMode.SUBMODULE.target()).isNull();
        assertThatThrownBy(() -> FileMode.of(0060000)).isInstanceOf(MalformedObject.class);
        for (var kind : ObjectKind.values()) {
            assertThat(ObjectKind.ofCode(kind.code())).isEqualTo(kind);
            assertThat(kind.idBytes()).isEqualTo(kind == ObjectKind.PIECE ? 32 : 20);
        }
        assertThatThrownBy(() -> ObjectKind.ofCode(7)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                ".git",
                ".GIT",
                ".Git",
                "git~1",
                "GIT~1",
                ".git ",
                ".git.",
                ".git. .",
                ".git::$INDEX_ALLOCATION",
                ".git:x",
                ".g\u200cit",
                "\u200e.git",
                ".git\ufeff",
                "\u202a.GIT",
                "a/b",
                "/",
                "a\0b",
                "g\u200dit~1"
            })
    void unsafe_names_are_refused(String name) {
        var raw = bytes(name);
        assertThat(UnsafeName.whyUnsafe(raw, 0, raw.length)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".gitignore",
                ".github",
                "git",
                "git~2",
                "...",
                ".gitx",
                "a.git",
                "gitk",
                "\u00e9",
                "aux",
                "a\\b",
                ".gi",
                "g"
            })
    void ordinary_names_are_taken(String name) {
        var raw = bytes(name);
        assertThat(UnsafeName.whyUnsafe(raw, 0, raw.length)).isEmpty();
    }

    @Test
    void names_that_some_file_systems_cannot_hold_are_known() {
        for (var name : new String[] {
            "aux", "AUX.c", "con", "lpt1.txt", "com\u00b9", "a:b", "a\\b", "a\nb", "a.", "a ", "a?", "conin$"
        }) {
            assertThat(UnsafeName.whyNotPortable(bytes(name))).as(name).isPresent();
        }
        assertThat(UnsafeName.whyNotPortable(new byte[] {(byte) 0xff})).contains("it is not UTF-8");
        assertThat(UnsafeName.whyNotPortable(bytes("auxiliary.c"))).isEmpty();
        assertThat(UnsafeName.folded(bytes("MAKEFILE"))).isEqualTo(UnsafeName.folded(bytes("makefile")));
        assertThat(UnsafeName.folded(bytes("\u00e9"))).isEqualTo(UnsafeName.folded(bytes("E\u0301")));
        assertThat(UnsafeName.folded(bytes("a"))).isNotEqualTo(UnsafeName.folded(bytes("b")));
    }

    @Test
    void a_graph_knows_what_is_missing_and_what_nobody_needs() throws MalformedObject {
        var graph = new ObjectGraph();
        var blob = GitId.parse(A);
        graph.addBlob(blob);
        assertThat(graph.firstUnreached()).contains(blob);
        graph.require(blob, ObjectKind.BLOB);
        assertThat(graph.firstUnreached()).isEmpty();
        assertThat(graph.firstMissing()).isEmpty();
        graph.require(GitId.parse(B), null);
        assertThat(graph.firstMissing()).contains(GitId.parse(B));
        assertThatThrownBy(() -> graph.require(blob, ObjectKind.TREE)).isInstanceOf(MalformedObject.class);
        var commit = CommitText.parse(bytes("tree " + "c".repeat(40) + "\nparent " + B + "\n\nx"));
        int shallow = graph.addCommit(GitId.parse("d".repeat(40)), commit, true);
        assertThat(graph.parentsOf(shallow)).isEmpty();
        assertThat(graph.addCommit(GitId.parse("d".repeat(40)), commit, true)).isEqualTo(shallow);
        assertThat(graph.kind(shallow)).isEqualTo(ObjectKind.COMMIT);
        assertThatThrownBy(() -> graph.addBlob(GitId.parse("c".repeat(40)))).isInstanceOf(MalformedObject.class);
        var raw = bytes("object " + A + "\ntype blob\n\n");
        int tag = graph.addTag(GitId.parse("e".repeat(40)), TagText.parse(raw, 0, raw.length));
        assertThat(graph.id(graph.targetOf(tag))).isEqualTo(blob);
        assertThat(graph.find(GitId.parse("f".repeat(40)))).isEqualTo(-1);
    }

    @Test
    void a_graph_keeps_its_numbers_when_it_grows() throws MalformedObject {
        var graph = new ObjectGraph();
        var id = new byte[20];
        for (int i = 0; i < 100_000; i++) {
            id[17] = (byte) (i >> 16);
            id[18] = (byte) (i >> 8);
            id[19] = (byte) i;
            assertThat(graph.addBlob(GitId.ofBytes(id))).isEqualTo(i);
        }
        assertThat(graph.count()).isEqualTo(100_000);
        var copy = new byte[20];
        graph.copyId(99_999, copy, 0);
        assertThat(copy).isEqualTo(id);
        assertThat(graph.find(GitId.ofBytes(id))).isEqualTo(99_999);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
