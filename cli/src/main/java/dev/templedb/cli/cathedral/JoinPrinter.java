package dev.templedb.cli.cathedral;

import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Format;
import dev.templedb.cli.terminal.Quantities;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.Printable;
import dev.templedb.temple.exchange.JoinConflict;
import dev.templedb.temple.exchange.JoinReport;
import dev.templedb.temple.remotes.Sharing;
import dev.templedb.temple.remotes.SyncConflict;
import dev.templedb.temple.signing.SignatureReader;
import java.util.List;
import java.util.Optional;

/// Says what a pull did.
record JoinPrinter(Terminal terminal) {
    /// @param waiting all conflicts that wait for a decision, of this pull and of those before it
    /// @return the exit code
    int print(String slug, Optional<Sharing.Pulled> pulled, List<SyncConflict> waiting) {
        var said = pulled.map(one -> sentence(slug, one))
                .orElse(slug + (waiting.isEmpty() ? " is up to date." : " has everything that is shared."));
        terminal.say(details(slug, pulled, waiting), said + waiting(slug, waiting));
        pulled.ifPresent(this::notices);
        return waiting.isEmpty() ? ExitCode.OK : ExitCode.CONFLICT;
    }

    private static String waiting(String slug, List<SyncConflict> waiting) {
        return waiting.isEmpty()
                ? ""
                : " %s for a decision; see `templedb cathedral conflicts %s`.".formatted(wait(waiting.size()), slug);
    }

    /// That so many conflicts wait, at least one.
    static String wait(int conflicts) {
        return Quantities.count(conflicts, "conflict") + (conflicts == 1 ? " waits" : " wait");
    }

    static Details details(String slug, Optional<Sharing.Pulled> pulled, List<SyncConflict> waiting) {
        var joined = pulled.map(Sharing.Pulled::report);
        var signers = pulled.map(Sharing.Pulled::signers);
        return new Details()
                .with("slug", slug)
                .with("outcome", joined.map(report -> report.outcome().word()).orElse("unchanged"))
                .with("new_commits", joined.map(JoinReport::newCommits).orElse(0L))
                .with(
                        "conflicts",
                        waiting.stream().map(conflict -> conflict.what().item()).toList())
                .with("decided", items(joined.map(JoinReport::decided).orElse(List.of())))
                .with(
                        "content_root",
                        joined.map(report -> report.contentRoot().hex()).orElse(null))
                .with("signature", signers.map(SignatureReader.Signers::word).orElse(null))
                .with(
                        "signer",
                        signers.map(SignatureReader.Signers::signer)
                                .filter(name -> !name.isEmpty())
                                .orElse(null))
                .with(
                        "signed_as",
                        signers.flatMap(SignatureReader.Signers::signedAs).orElse(null))
                .with("notices", joined.map(JoinReport::notices).orElse(List.of()));
    }

    private static List<String> items(List<JoinConflict> conflicts) {
        return conflicts.stream().map(JoinConflict::item).toList();
    }

    static String sentence(String slug, Sharing.Pulled pulled) {
        return sentence(slug, pulled.report()) + SignerText.of(pulled.signers());
    }

    private static String sentence(String slug, JoinReport report) {
        var commits = Quantities.count(report.newCommits(), "new commit");
        var said = switch (report.outcome()) {
            case UNCHANGED -> "%s has everything that is shared.".formatted(slug);
            case MOVED_ON -> "%s moved on to what is shared: %s.".formatted(slug, commits);
            case MERGED -> "%s and what is shared were joined: %s.".formatted(slug, commits);
        };
        if (!report.decided().isEmpty()) {
            said += " %s decided as you said."
                    .formatted(Quantities.count(report.decided().size(), "conflict"));
        }
        return said;
    }

    void notices(Sharing.Pulled pulled) {
        notices(pulled.report());
        if (terminal.format() == Format.TABLE) {
            pulled.signers().notes().forEach(terminal::note);
        }
    }

    void notices(JoinReport report) {
        if (terminal.format() == Format.TABLE) {
            report.notices().forEach(notice -> terminal.note(Printable.text(notice)));
        }
    }
}
