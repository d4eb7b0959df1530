package dev.templedb.branchdb.codegen;

import dev.templedb.branchdb.schema.Schema;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Makes typed models of a schema: what a row is, and how rows are found, added, changed and deleted.
///
/// Each table gets a type for its rows, with NULLs only where the schema has them, and a class that reads and writes
/// it:
/// by its primary key, by conditions over its columns, and along its foreign keys in both directions. Views can be
/// read.
/// Defaults are the schema's: what a new row leaves out, SQLite fills in. Names become those of the language; a
/// reserved
/// or taken one gets a `_`.
public final class CodeGenerator {
    /// The package of Java classes when nothing is said.
    public static final String DEFAULT_PACKAGE = "models";

    private static final Pattern PACKAGE = Pattern.compile("[A-Za-z][A-Za-z0-9_]*(\\.[A-Za-z][A-Za-z0-9_]*)*");
    /// What the first line of every file begins with, behind the comment mark.
    static final String MARK = "Made by branchdb from the schema ";

    private CodeGenerator() {}

    /// Makes the files of a schema.
    ///
    /// @param packageName of Java classes; not looked at for other languages
    /// @return in the order of their names; those of Java lie in one folder, whatever the package
    /// @throws TempleException with `CODEGEN_PACKAGE_INVALID`
    public static List<GeneratedFile> generate(Schema schema, Language language, String packageName) {
        var relations = Relation.of(schema);
        String head = MARK + schema.hash().hex();
        return switch (language) {
            case JAVA -> new JavaCode(requirePackage(packageName), head, relations).files();
            case PYTHON -> new PythonCode(head, relations).files();
            case TYPESCRIPT -> new TypeScriptCode(head, relations).files();
        };
    }

    private static String requirePackage(String name) {
        if (!PACKAGE.matcher(name).matches() || Stream.of(name.split("\\.")).anyMatch(JavaCode.RESERVED::contains)) {
            throw new TempleException(
                    ErrorCode.CODEGEN_PACKAGE_INVALID,
                    "The name '%s' is not one of a Java package.".formatted(Printable.text(name)));
        }
        return name;
    }
}
