package dev.templedb.packages.content;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import dev.templedb.packages.frames.Recipe;
import dev.templedb.packages.objects.ObjectHasher;
import dev.templedb.packages.objects.ObjectKind;
import java.util.function.Function;

/// Proves that the pieces of a recipe make up the blob that it names.
public final class RecipeProof {
    private RecipeProof() {}

    /// Reads all pieces through `pieceBytes` and compares both names of the blob. Memory: one piece.
    ///
    /// @throws TempleException when the content is not what the recipe claims
    public static void prove(Recipe recipe, Function<Sha256, byte[]> pieceBytes) {
        var hasher = new ObjectHasher();
        hasher.begin(ObjectKind.BLOB, recipe.bytes());
        for (var piece : recipe.pieces()) {
            var bytes = pieceBytes.apply(piece.sha256());
            if (bytes.length != piece.length()) {
                throw mismatch(recipe);
            }
            hasher.update(bytes, 0, bytes.length);
        }
        if (!hasher.endGitId().equals(recipe.blob()) || !hasher.endSha256().equals(recipe.sha256())) {
            throw mismatch(recipe);
        }
    }

    private static TempleException mismatch(Recipe recipe) {
        return new TempleException(
                ErrorCode.PACKAGE_STATE_MISMATCH,
                "The pieces of the large file %s do not make up its content.".formatted(recipe.blob()));
    }
}
