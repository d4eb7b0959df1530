package dev.templedb.packages.frames;

import dev.templedb.core.GitId;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import java.util.Optional;

/// Where frames are kept, by number, and objects are found: a temple, or what a registry keeps of a project.
public interface FrameHome {
    /// Where the git object `id` lies, if it is here.
    Optional<FramePlace> find(GitId id);

    /// Where the piece `sha256` lies, if it is here.
    Optional<FramePlace> findPiece(Sha256 sha256);

    /// Reads a frame, whose bytes are those that were taken in.
    ///
    /// @throws TempleException when it cannot be read, or is not what it was
    Frame frame(int number);

    /// The error for an object that should be here.
    ///
    /// @param what `object` or `piece`
    TempleException missing(String what, String name);

    /// The error for a frame that cannot be opened.
    TempleException damaged(int frame, MalformedFrame why);
}
