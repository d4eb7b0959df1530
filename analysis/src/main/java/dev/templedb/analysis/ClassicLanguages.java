package dev.templedb.analysis;

import static dev.templedb.analysis.Languages.data;
import static dev.templedb.analysis.Languages.markup;
import static dev.templedb.analysis.Languages.programming;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Older families: Pascal, Ada, Fortran, COBOL, Basic, SQL, hardware, mathematics, assembly.
final class ClassicLanguages {
    static final List<Language> ALL = List.of(
            programming("Pascal", "pascal", pascal(), ".pas .dpr .lpr .dfm .pascal"),
            programming("Ada", "ada", ada(), ".adb .ads .ada"),
            programming("VHDL", "vhdl", vhdl(), ".vhd .vhdl"),
            programming("Fortran", "fortran", fixedFortran(), ".f .for .f77 .ftn"),
            programming("Fortran Free Form", "fortran", fortran(), ".f90 .f95 .f03 .f08 .f18"),
            programming("COBOL", "cobol", cobol(), ".cob .cbl .cobol .cpy"),
            programming("Visual Basic .NET", "visual_basic", basic(), ".vb .vbhtml"),
            programming("Visual Basic 6.0", "visual_basic", basic(), ".cls .frm .ctl"),
            programming("VBA", "visual_basic", basic(), ".bas .vba"),
            programming("VBScript", "visual_basic", basic(), ".vbs"),
            programming("MATLAB", "matlab", matlab(), ".matlab"),
            programming("Wolfram Language", "wolfram", wolfram(), ".wl .wls .nb .mathematica"),
            programming("Assembly", "assembly", assembly(), ".asm .s .nasm .a51"),
            programming("LLVM", "llvm_ir", new SyntaxBuilder().line(";").string("\""), ".ll"),
            data("SQL", "sql", sql(), ".sql .ddl .dml .prc .tab .udf .viw"),
            programming("PLSQL", "sql", sql(), ".pls .pck .pkb .pks .plb .plsql"),
            programming("PLpgSQL", "sql", sql(), ".pgsql"),
            programming(
                    "AutoHotkey",
                    "autohotkey",
                    new SyntaxBuilder()
                            .line(Place.WORD_START, ";")
                            .block("/*", "*/")
                            .rawString("\"", "\"", false)
                            .branches("if for while loop catch")
                            .operators("&& || ?")
                            .ignoringCase(),
                    ".ahk"),
            programming(
                    "Smalltalk",
                    "smalltalk",
                    new SyntaxBuilder().block("\"", "\"").rawString("'", "'", true),
                    ".st"),
            programming(
                    "Forth",
                    "forth",
                    new SyntaxBuilder()
                            .line(Place.WORD_START, "\\ ")
                            .block(Place.WORD_START, "( ", ")")
                            .branches("if while until do of")
                            .ignoringCase(),
                    ".fth .4th .forth"),
            markup(
                    "PostScript",
                    "postscript",
                    new SyntaxBuilder().line("%").branches("if ifelse for forall loop repeat"),
                    ".ps .eps"));

    private ClassicLanguages() {}

    private static SyntaxBuilder pascal() {
        return new SyntaxBuilder()
                .line("//")
                .block("{", "}")
                .block("(*", "*)")
                .rawString("'", "'", false)
                .branches("if for while repeat case except and or")
                .ignoringCase();
    }

    private static SyntaxBuilder ada() {
        return new SyntaxBuilder()
                .line("--")
                .rawString("\"", "\"", false)
                .string(Place.NOT_AFTER_VALUE, "'", "'", -1, false)
                .branches("if elsif for while loop when and or")
                .ignoringCase();
    }

    private static SyntaxBuilder vhdl() {
        return new SyntaxBuilder()
                .line("--")
                .block("/*", "*/")
                .rawString("\"", "\"", false)
                .string(Place.NOT_AFTER_VALUE, "'", "'", -1, false)
                .branches("if elsif for while when")
                .ignoringCase();
    }

    private static SyntaxBuilder fortran() {
        return new SyntaxBuilder()
                .line("!")
                .rawString("\"", "\"", false)
                .rawString("'", "'", false)
                .branches("if elseif do case where")
                .operators(".and. .or. .AND. .OR.")
                .ignoringCase();
    }

    private static SyntaxBuilder fixedFortran() {
        return fortran().line(Place.FIRST_COLUMN, "C ", "c ", "*");
    }

    private static SyntaxBuilder cobol() {
        return new SyntaxBuilder()
                .line("*>")
                .special(true, '*', "", -1, false, ClassicLanguages::columnSeven)
                .rawString("\"", "\"", false)
                .rawString("'", "'", false)
                .branches("if when until and or")
                .ignoringCase();
    }

    private static SyntaxBuilder basic() {
        return new SyntaxBuilder()
                .line("'")
                .line(Place.LINE_START, "REM ", "Rem ", "rem ")
                .rawString("\"", "\"", false)
                .branches("if elseif for while until case catch andalso orelse and or")
                .ignoringCase();
    }

    private static SyntaxBuilder matlab() {
        return new SyntaxBuilder()
                .block(Place.LINE_START, "%{", "%}")
                .line("%", "...")
                .rawString("\"", "\"", false)
                .string(Place.NOT_AFTER_VALUE, "'", "'", -1, false)
                .branches("if elseif for parfor while case catch")
                .operators("&& ||");
    }

    private static SyntaxBuilder wolfram() {
        return new SyntaxBuilder()
                .nestedBlock("(*", "*)")
                .longString("\"")
                .branches("If Which Switch While For Do")
                .operators("&& ||");
    }

    private static SyntaxBuilder assembly() {
        return new SyntaxBuilder()
                .line(";", "//")
                .line(Place.LINE_START, "#", "@")
                .block("/*", "*/")
                .string("\"")
                .string("'");
    }

    static SyntaxBuilder sql() {
        return new SyntaxBuilder()
                .line("--")
                .line(Place.LINE_START, "#")
                .block("/*", "*/")
                .rawString("'", "'", true)
                .rawString("\"", "\"", true)
                .rawString("`", "`", false)
                .special(false, '$', "$", -1, true, Openers::dollarQuote)
                .branches("if elsif elseif when while loop and or")
                .ignoringCase();
    }

    private static @Nullable Opening columnSeven(byte[] window, int at, boolean blankSoFar) {
        boolean atColumnSeven = Ascii.isLineEnd(window[at - 7]);
        return atColumnSeven ? new Opening(1, new byte[0]) : null;
    }
}
