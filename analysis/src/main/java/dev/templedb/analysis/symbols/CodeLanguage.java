package dev.templedb.analysis.symbols;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A language that is parsed, with the names that its grammar gives to what we look for.
public enum CodeLanguage {
    JAVA(
            "Java",
            "Java",
            "class_declaration=class record_declaration=record interface_declaration=interface enum_declaration=enum"
                    + " annotation_type_declaration=annotation method_declaration=method constructor_declaration=constructor"
                    + " compact_constructor_declaration=constructor field_declaration=variable constant_declaration=variable"
                    + " enum_constant=constant",
            "import_declaration",
            "if_statement for_statement enhanced_for_statement while_statement do_statement switch_label catch_clause"
                    + " ternary_expression && ||"),
    JAVASCRIPT("JavaScript", "Javascript", Shared.SCRIPT, Shared.SCRIPT_IMPORTS, Shared.SCRIPT_DECISIONS),
    TYPESCRIPT("TypeScript", "Typescript", Shared.SCRIPT, Shared.SCRIPT_IMPORTS, Shared.SCRIPT_DECISIONS),
    TSX("TypeScript", "Tsx", Shared.SCRIPT, Shared.SCRIPT_IMPORTS, Shared.SCRIPT_DECISIONS),
    PYTHON(
            "Python",
            "Python",
            "class_definition=class function_definition=function assignment=variable",
            "import_statement import_from_statement",
            "if_statement elif_clause for_statement while_statement except_clause conditional_expression boolean_operator"
                    + " case_clause if_clause"),
    GO(
            "Go",
            "Go",
            "function_declaration=function method_declaration=method type_spec=type const_spec=constant var_spec=variable",
            "import_spec",
            "if_statement for_statement expression_case type_case communication_case && ||"),
    RUST(
            "Rust",
            "Rust",
            "function_item=function function_signature_item=function struct_item=struct enum_item=enum trait_item=trait"
                    + " union_item=union mod_item=module type_item=type const_item=constant static_item=variable"
                    + " macro_definition=macro",
            "use_declaration mod_item",
            "if_expression for_expression while_expression loop_expression match_arm && || ?"),
    C("C", "C", Shared.C, "preproc_include", Shared.C_DECISIONS),
    CPP(
            "C++",
            "Cpp",
            Shared.C
                    + " class_specifier=class namespace_definition=namespace alias_declaration=type concept_definition=type",
            "preproc_include",
            Shared.C_DECISIONS + " for_range_loop catch_clause"),
    RUBY(
            "Ruby",
            "Ruby",
            "class=class module=module method=method singleton_method=method assignment=variable",
            "call",
            "if elsif unless while until for when rescue conditional if_modifier unless_modifier while_modifier"
                    + " until_modifier && || and or"),
    PHP(
            "PHP",
            "Php",
            "class_declaration=class interface_declaration=interface trait_declaration=trait enum_declaration=enum"
                    + " function_definition=function method_declaration=method const_element=constant"
                    + " property_element=variable",
            "namespace_use_clause require_expression require_once_expression include_expression include_once_expression",
            "if_statement else_if_clause for_statement foreach_statement while_statement do_statement case_statement"
                    + " match_conditional_expression catch_clause conditional_expression && || and or ??");

    private static final class Shared {
        static final String SCRIPT =
                "class_declaration=class abstract_class_declaration=class function_declaration=function"
                        + " generator_function_declaration=function method_definition=method interface_declaration=interface"
                        + " enum_declaration=enum type_alias_declaration=type variable_declarator=variable"
                        + " public_field_definition=variable field_definition=variable internal_module=namespace";
        static final String SCRIPT_IMPORTS = "import_statement export_statement call_expression import_require_clause";
        static final String SCRIPT_DECISIONS =
                "if_statement for_statement for_in_statement while_statement do_statement switch_case catch_clause"
                        + " ternary_expression && || ??";
        static final String C = "function_definition=function struct_specifier=struct union_specifier=union"
                + " enum_specifier=enum type_definition=type preproc_def=macro preproc_function_def=macro declaration=variable";
        static final String C_DECISIONS =
                "if_statement for_statement while_statement do_statement case_statement conditional_expression && ||";

        private Shared() {}
    }

    private static final Map<String, CodeLanguage> BY_NAME = Stream.of(values())
            .collect(Collectors.toMap(CodeLanguage::linguistName, one -> one, (first, dialect) -> first));

    private final String linguistName;
    private final String grammar;
    private final String definitions;
    private final String imports;
    private final String decisions;

    CodeLanguage(String linguistName, String grammar, String definitions, String imports, String decisions) {
        this.linguistName = linguistName;
        this.grammar = grammar;
        this.definitions = definitions;
        this.imports = imports;
        this.decisions = decisions;
    }

    /// The name that [dev.templedb.analysis.FileFacts#language] has for it.
    public String linguistName() {
        return linguistName;
    }

    /// The language of that name, if it is one that is parsed.
    ///
    /// @param path decides between dialects that share a name
    public static Optional<CodeLanguage> of(String linguistName, String path) {
        if (linguistName.equals("TypeScript") && path.endsWith(".tsx")) {
            return Optional.of(TSX);
        }
        return Optional.ofNullable(BY_NAME.get(linguistName));
    }

    String grammarClass() {
        return "org.treesitter.TreeSitter" + grammar;
    }

    /// Kinds of definitions by the names of their nodes.
    Map<String, String> definitions() {
        return Stream.of(definitions.split(" "))
                .map(one -> one.split("="))
                .collect(Collectors.toUnmodifiableMap(one -> one[0], one -> one[1]));
    }

    List<String> imports() {
        return List.of(imports.split(" "));
    }

    List<String> decisions() {
        return List.of(decisions.split(" "));
    }
}
