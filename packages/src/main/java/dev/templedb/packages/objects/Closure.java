package dev.templedb.packages.objects;

/// Everything that some roots reach, in the order in which it is packed: versions of one path are neighbours, newest
/// first.
///
/// All numbers are of the [ObjectGraph] that the walk filled.
///
/// @param tags      annotated tags
/// @param commits   newest first
/// @param trees     by path
/// @param blobs     by path
/// @param blobPaths for each blob, the path at which the walk met it first
public record Closure(int[] tags, int[] commits, int[] trees, int[] blobs, int[] blobPaths) {
    /// How many objects there are.
    public int count() {
        return tags.length + commits.length + trees.length + blobs.length;
    }
}
