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
import dev.templedb.temple.signing.SignatureReader;
import java.util.List;
import java.util.Optional;

/// Says what a pull did.
record JoinPrinter(Terminal terminal) {
    /// @return the exit code
    int print(String slug, Optional<Sharing.Pulled> pulled) {
        var joined = pulled.map(Sharing.Pulled::report);
        terminal.say(
                details(slug, pulled), pulled.map(one -> sentence(slug, one)).orElse(slug + " is up to date."));
        pulled.ifPresent(this::notices);
        return joined.map(JoinReport::open).orElse(List.of()).isEmpty() ? ExitCode.OK : ExitCode.CONFLICT;
    }

    static Details details(String slug, Optional<Sharing.Pulled> pulled) {
        var joined = pulled.map(Sharing.Pulled::report);
        var signers = pulled.map(Sharing.Pulled::signers);
        return new Details()
                .with("slug", slug)
                .with("outcome", joined.map(report -> report.outcome().word()).orElse("unchanged"))
                .with("new_commits", joined.map(JoinReport::newCommits).orElse(0L))
                .with("conflicts", items(joined.map(JoinReport::open).orElse(List.of())))
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
        return report.open().isEmpty()
                ? said
                : said
                        + " %s for a decision; see `templedb cathedral conflicts %s`."
                                .formatted(
                                        report.open().size() == 1
                                                ? "1 conflict waits"
                                                : report.open().size() + " conflicts wait",
                                        slug);
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
