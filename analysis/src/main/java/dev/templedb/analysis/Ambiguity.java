package dev.templedb.analysis;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// An extension that several languages share, and what tells them apart.
///
/// @param clues tried in order; when none is found, the language that owns the extension in [Languages] wins
record Ambiguity(List<Clue> clues) {
    /// A sign of a language in the first lines of a file.
    record Clue(Pattern sign, String language) {}

    private static final Clue OBJECTIVE_C = clue(
            "^\\s*(?:@(?:interface|implementation|protocol|property|class|import|end)\\b|#import\\b)", "Objective-C");
    private static final Clue CPP = clue(
            "^\\s*(?:class\\s+\\w+[^;]*[{:]|namespace\\b|template\\s*<|using\\s+|(?:public|private|protected)\\s*:"
                    + "|#include\\s*<(?:string|vector|map|memory|iostream|cstd\\w+|utility|functional|algorithm|optional)>)"
                    + "|\\bstd::|\\bconstexpr\\b|\\bvirtual\\s",
            "C++");
    private static final Clue QT_TRANSLATION = clue("\\A\\s*(?:<\\?xml|<!DOCTYPE TS|<TS\\b)", "XML");

    private static final Map<String, Ambiguity> BY_EXTENSION = Map.ofEntries(
            entry(".h", OBJECTIVE_C, CPP),
            entry(
                    ".m",
                    OBJECTIVE_C,
                    clue("\\(\\*|^\\s*(?:BeginPackage|Module)\\[", "Wolfram Language"),
                    clue("^\\s*(?:%|function\\b|\\w+\\s*=|end\\b)", "MATLAB"),
                    clue("^\\s*(?://|/\\*|#include)", "Objective-C")),
            entry(
                    ".pl",
                    clue(
                            "^#!.*perl|^\\s*(?:use\\s+(?:strict|warnings|v?5)|my\\s+[$@%]|sub\\s+\\w+|package\\s+\\w)",
                            "Perl"),
                    clue("^\\s*:-|^[^#\\n]*:-\\s|^[a-z]\\w*\\([^)]*\\)\\.\\s*$", "Prolog")),
            entry(".ts", QT_TRANSLATION),
            entry(".tsx", clue("\\A\\s*<\\?xml", "XML")),
            entry(
                    ".v",
                    clue("^\\s*(?:Require|Theorem|Lemma|Definition|Inductive|Proof)\\b", "Rocq Prover"),
                    clue("^\\s*(?:fn\\s+\\w+|pub\\s+fn|import\\s+\\w+\\s*$|struct\\s+\\w+\\s*\\{)", "V")),
            entry(".fs", clue("^\\s*(?:#version|uniform\\s|varying\\s|precision\\s|void\\s+main)", "GLSL")),
            entry(".pp", clue("^\\s*(?:unit|program|uses|interface|implementation|begin)\\b", "Pascal")),
            entry(
                    ".cls",
                    clue("^\\s*(?:VERSION \\d|Attribute VB_)", "Visual Basic 6.0"),
                    clue("\\\\(?:ProvidesClass|NeedsTeXFormat)", "TeX")));

    /// The ambiguity of a name such as `list.h`, or null when its extension has one meaning.
    static @Nullable Ambiguity of(String fileName) {
        int dot = fileName.lastIndexOf('.');
        return dot < 0 ? null : BY_EXTENSION.get(fileName.substring(dot).toLowerCase(Locale.ROOT));
    }

    Language resolve(String head, Language otherwise) {
        for (var clue : clues) {
            if (clue.sign().matcher(head).find()) {
                return Languages.named(clue.language());
            }
        }
        return otherwise;
    }

    private static Map.Entry<String, Ambiguity> entry(String extension, Clue... clues) {
        return Map.entry(extension, new Ambiguity(List.of(clues)));
    }

    private static Clue clue(String sign, String language) {
        return new Clue(Pattern.compile(sign, Pattern.MULTILINE), language);
    }
}
