package dev.templedb.temple.code;

import dev.templedb.analysis.symbols.CodeLanguage;
import dev.templedb.core.GitId;
import dev.templedb.temple.history.FilePath;

/// A file of the tree that `HEAD` names, in a language that is parsed.
record SourceFile(FilePath path, GitId blob, CodeLanguage language) {}
