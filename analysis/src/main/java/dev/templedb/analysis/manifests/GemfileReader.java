package dev.templedb.analysis.manifests;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Bundler's `Gemfile`: what stands there as plain text. It is a program, which is not run.
final class GemfileReader {
    private static final Pattern GEM =
            Pattern.compile("gem[\\s(]\\s*([\"'])([A-Za-z0-9][\\w.-]{0,200})\\1(.*)", Pattern.DOTALL);
    private static final Pattern REQUIREMENT = Pattern.compile(
            "\\G\\s*,\\s*\\[?\\s*([\"'])(\\s*(?:=|!=|>=|<=|>|<|~>)?\\s*\\d[\\w.-]{0,100}\\s*)\\1\\s*\\]?(?!\\s*(?:=>|:))");
    private static final Pattern EXACT = Pattern.compile("=?\\s*(\\d[\\w.-]*)");
    private static final Pattern GROUP =
            Pattern.compile("(?:\\bgroups?:|:groups?\\s*=>)\\s*(?:%i)?(\\[[^\\]]{0,500}\\]|[:\"']\\w{1,100})");
    private static final Pattern LOCAL = Pattern.compile("\\bpath:|:path\\s*=>");
    private static final Pattern BLOCK = Pattern.compile(".*\\bdo\\b\\s*(?:\\|[^|]*\\|)?");
    private static final Pattern CONDITION = Pattern.compile("(?:if|unless|case|while|until|begin|def)\\b.*");
    private static final Pattern WORD = Pattern.compile("[A-Za-z_]\\w*");
    private static final int LONGEST_STATEMENT = 10_000;

    /// What a block means for the gems in it.
    ///
    /// @param local whether they are part of the project
    private record Block(Scope scope, boolean local) {}

    private final List<Mention> mentions = new ArrayList<>();
    private final Deque<Block> blocks = new ArrayDeque<>(List.of(new Block(Scope.RUNTIME, false)));

    private GemfileReader() {}

    static Manifest read(byte[] content) {
        var reader = new GemfileReader();
        statements(content).forEach(reader::take);
        return Manifest.of(null, reader.mentions);
    }

    /// Lines without comments; those that end with a comma together with what follows.
    private static List<String> statements(byte[] content) {
        var statements = new ArrayList<String>();
        var open = new StringBuilder();
        boolean commented = false;
        for (var line : Data.Text.lines(content)) {
            if (line.startsWith("__END__")) {
                break;
            }
            if (line.startsWith("=begin") || line.startsWith("=end")) {
                commented = line.startsWith("=begin");
                continue;
            }
            var plain = commented ? "" : withoutComment(line).strip();
            if (plain.isEmpty()) {
                continue;
            }
            open.append(open.isEmpty() ? "" : " ").append(plain);
            if (!plain.endsWith(",") || open.length() > LONGEST_STATEMENT) {
                statements.add(open.toString());
                open.setLength(0);
            }
        }
        return statements;
    }

    private static String withoutComment(String line) {
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quote == 0 && c == '#') {
                return line.substring(0, i);
            }
            if (c == '"' || c == '\'') {
                quote = quote == 0 ? c : quote == c ? 0 : quote;
            }
        }
        return line;
    }

    private void take(String statement) {
        var here = blocks.element();
        var gem = GEM.matcher(statement);
        if (gem.matches()) {
            add(here, gem.group(2), gem.group(3));
        } else if (statement.equals("end")) {
            if (blocks.size() > 1) {
                blocks.pop();
            }
        } else if (BLOCK.matcher(statement).matches()) {
            blocks.push(within(here, statement));
        } else if (CONDITION.matcher(statement).matches() && !statement.endsWith(" end")) {
            blocks.push(here);
        }
    }

    private static Block within(Block here, String statement) {
        if (statement.matches("group[\\s(].*")) {
            var groups = statement.substring("group".length(), statement.lastIndexOf("do"));
            return new Block(groups.contains("optional: true") ? Scope.OPTIONAL : scope(groups), here.local());
        }
        return new Block(here.scope(), here.local() || statement.matches("path[\\s(].*"));
    }

    private void add(Block here, String text, String options) {
        var name = PackageName.of("gem", "", text);
        if (name == null || here.local() || LOCAL.matcher(options).find()) {
            return;
        }
        var requirements = new ArrayList<String>();
        var requirement = REQUIREMENT.matcher(options);
        while (requirement.find()) {
            requirements.add(requirement.group(2).strip());
        }
        var group = GROUP.matcher(options);
        mentions.add(Mention.asked(
                name,
                exact(requirements),
                requirements.isEmpty() ? null : String.join(", ", requirements),
                group.find() ? scope(group.group(1)) : here.scope()));
    }

    private static @Nullable String exact(List<String> requirements) {
        var exact = requirements.size() == 1 ? EXACT.matcher(requirements.getFirst()) : null;
        return exact != null && exact.matches() ? exact.group(1) : null;
    }

    /// The first scope of the groups that a text names.
    private static Scope scope(String groups) {
        return WORD.matcher(groups.replace("%i", ""))
                .results()
                .map(word -> switch (word.group()) {
                    case "development" -> Scope.DEV;
                    case "test" -> Scope.TEST;
                    default -> Scope.RUNTIME;
                })
                .min(Scope::compareTo)
                .orElse(Scope.RUNTIME);
    }
}
