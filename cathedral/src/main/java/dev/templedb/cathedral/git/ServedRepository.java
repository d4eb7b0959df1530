package dev.templedb.cathedral.git;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.internal.storage.dfs.DfsRepository;
import org.eclipse.jgit.internal.storage.dfs.DfsRepositoryDescription;
import org.eclipse.jgit.internal.storage.dfs.InMemoryRepository;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefDatabase;
import org.eclipse.jgit.lib.RefRename;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.ReflogReader;
import org.jspecify.annotations.Nullable;

/// A project's present state as a repository for JGit, for one request. Nothing in it can be changed, and it holds
/// exactly what the state's refs reach: so whatever somebody asks for by its id, and it is here, they may have.
final class ServedRepository extends DfsRepository {
    /// Packs are named by what they hold, so all repositories share the blocks of the cache.
    private static final DfsRepositoryDescription ALL = new DfsRepositoryDescription("git-packs");

    private final ServedObjects objects;
    private final ServedRefs refs;

    /// @param packs none when only refs are looked at
    ServedRepository(GitRefs refs, List<GitPack> packs, Bounds bounds) {
        // Any builder: only the description is taken from it.
        super(new InMemoryRepository.Builder().setRepositoryDescription(ALL));
        this.objects = new ServedObjects(this, packs, refs.shallow(), bounds);
        this.refs = new ServedRefs(refs);
        getConfig().setBoolean("uploadpack", null, "allowfilter", true);
    }

    @Override
    public ServedObjects getObjectDatabase() {
        return objects;
    }

    @Override
    public RefDatabase getRefDatabase() {
        return refs;
    }

    private static final class ServedRefs extends RefDatabase {
        private final GitRefs refs;

        ServedRefs(GitRefs refs) {
            this.refs = refs;
        }

        @Override
        public @Nullable Ref exactRef(String name) {
            return refs.find(name);
        }

        @Override
        public List<Ref> getRefsByPrefix(String prefix) {
            return refs.under(prefix);
        }

        @Override
        public List<Ref> getRefs() {
            return new ArrayList<>(refs.all());
        }

        @Override
        public Map<String, Ref> getRefs(String prefix) {
            var found = new HashMap<String, Ref>();
            refs.under(prefix).forEach(ref -> found.put(ref.getName().substring(prefix.length()), ref));
            return found;
        }

        @Override
        public List<Ref> getAdditionalRefs() {
            return List.of();
        }

        @Override
        public Ref peel(Ref ref) {
            return ref.getLeaf();
        }

        @Override
        public boolean isNameConflicting(String name) {
            return true;
        }

        @Override
        public RefUpdate newUpdate(String name, boolean detach) throws IOException {
            throw readOnly();
        }

        @Override
        public RefRename newRename(String from, String to) throws IOException {
            throw readOnly();
        }

        @Override
        public ReflogReader getReflogReader(Ref ref) throws IOException {
            throw readOnly();
        }

        @Override
        public void create() throws IOException {
            throw readOnly();
        }

        @Override
        public void close() {
            // There is nothing to let go of.
        }
    }

    static IOException readOnly() {
        return new IOException("nothing can be changed here");
    }
}
