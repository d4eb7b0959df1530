package dev.templedb.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Signing and verifying packages with the real program and the real `ssh-keygen`.
@Tag("slow")
class SignedPackagesTest {
    @TempDir
    Path scratch;

    private RealProgram program;
    private Path work;

    @BeforeEach
    void begin() throws Exception {
        program = new RealProgram(scratch);
        work = Files.createDirectory(scratch.resolve("work"));
        program.must(work, """
                mkdir shop && echo 'print("hello")' >shop/main.py && templedb project import shop
                ssh-keygen -q -t ed25519 -N '' -f key && ssh-keygen -q -t ed25519 -N '' -f other
                echo "ada@example.org $(cat key.pub)" >allowed
                """);
    }

    @Test
    void every_layout_is_signed_and_stays_the_same_package() throws Exception {
        program.must(work, """
                templedb cathedral export shop --output file.cathedral
                templedb cathedral export shop --output shop.tar.zst
                templedb cathedral export shop --output dir.cathedral --layout directory
                mkdir unpacked && tar --zstd -xf shop.tar.zst -C unpacked && tar -czf shop.tar.gz -C unpacked .
                """);
        for (var name : new String[] {"file.cathedral", "shop.tar.zst", "shop.tar.gz", "dir.cathedral"}) {
            var before = program.must(work, "templedb cathedral inspect $1 --format json", name);
            assertThat(before).contains("\"signature\": \"none\"");
            program.must(work, "templedb cathedral sign $1 --key key", name);
            var after =
                    program.must(work, "templedb cathedral verify $1 --allowed-signers allowed --format json", name);
            assertThat(after).contains("\"signature\": \"trusted\"").contains("ada@example.org (SHA256:");
            assertThat(root(after)).isEqualTo(root(before));
            program.must(work, "templedb cathedral sign $1 --key key && templedb cathedral sign $1 --key other", name);
            program.must(work, "templedb cathedral check $1", name);
            program.must(work, "templedb --temple $1.sqlite cathedral import $1", name);
        }
    }

    private static String root(String json) {
        return json.replaceAll("(?s).*\"content_root\": \"([0-9a-f]{64})\".*", "$1");
    }

    @Test
    void exporting_can_sign_at_once_with_the_usual_key() throws Exception {
        program.must(work, "mkdir -p ~/.ssh && cp key ~/.ssh/id_ed25519");
        for (var layout : new String[] {"file", "directory", "tar.zst"}) {
            program.must(work, """
                    templedb cathedral export shop --sign --layout $1 --output "$1.cathedral"
                    templedb cathedral verify $1.cathedral --allowed-signers allowed --require-signature
                    """, layout);
        }
    }

    @Test
    void what_is_not_trusted_not_signed_or_not_valid_is_told_apart() throws Exception {
        program.must(work, "templedb cathedral export shop");
        assertThat(verify("").out()).containsPattern("Signature: +none");
        assertThat(verify("--require-signature")).satisfies(refusal("TDB-1220"));

        program.must(work, "templedb cathedral sign shop.cathedral --key other");
        assertThat(verify("").out()).containsPattern("Signature: +unknown");
        assertThat(verify("--allowed-signers allowed").out()).containsPattern("Signature: +unknown");
        assertThat(verify("--allowed-signers allowed --require-signature")).satisfies(refusal("TDB-1221"));

        // The signature of another state.
        program.must(work, "cp shop.cathedral old.cathedral && templedb var set shop PORT=1");
        program.must(work, """
                templedb cathedral export shop --output fresh.cathedral
                root=$(unzip -p old.cathedral manifest.json | sed -n 's/.*"content_root": "\\(.*\\)".*/\\1/p')
                printf 'templedb-state-v1\\0' >root.bin; printf "$(printf %s "$root" | sed 's/../\\\\x&/g')" >>root.bin
                ssh-keygen -Y sign -q -n templedb -f key root.bin
                """);
        assertThat(program.run(work, "templedb cathedral sign fresh.cathedral --signature root.bin.sig"))
                .satisfies(refusal("TDB-1219"));
        program.must(work, "templedb cathedral sign old.cathedral --signature root.bin.sig");
    }

    @Test
    void a_key_with_a_passphrase_signs_through_ssh_keygen_and_the_passphrase_is_nowhere() throws Exception {
        program.must(work, """
                templedb cathedral export shop
                ssh-keygen -q -t ed25519 -N 'planted passphrase' -f locked
                printf '#!/bin/sh\\necho planted passphrase\\n' >ask && chmod +x ask
                SSH_ASKPASS=$PWD/ask SSH_ASKPASS_REQUIRE=force templedb cathedral sign shop.cathedral --key locked
                ! grep -r 'planted passphrase' ~/.local shop.cathedral
                """);
        assertThat(program.run(
                        work,
                        "SSH_ASKPASS=/bin/false SSH_ASKPASS_REQUIRE=force"
                                + " templedb cathedral sign shop.cathedral --key locked"))
                .satisfies(run -> assertThat(run.code()).isEqualTo(2));
        program.must(work, """
                eval "$(ssh-agent)" >/dev/null; trap 'ssh-agent -k >/dev/null' EXIT
                SSH_ASKPASS=$PWD/ask SSH_ASKPASS_REQUIRE=force ssh-add -q locked
                templedb cathedral sign shop.cathedral --key locked.pub
                """);
        assertThat(verify("").out()).containsPattern("Signature: +unknown");
    }

    private RealProgram.Run verify(String options) throws Exception {
        return program.run(work, "templedb cathedral verify shop.cathedral " + options);
    }

    private static java.util.function.Consumer<RealProgram.Run> refusal(String id) {
        return run -> {
            assertThat(run.code()).isEqualTo(5);
            assertThat(run.out()).contains(id);
        };
    }
}
