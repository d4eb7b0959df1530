package dev.templedb.cathedral.git;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.jgit.internal.storage.dfs.DfsObjDatabase;
import org.eclipse.jgit.internal.storage.dfs.DfsOutputStream;
import org.eclipse.jgit.internal.storage.dfs.DfsPackDescription;
import org.eclipse.jgit.internal.storage.dfs.DfsReader;
import org.eclipse.jgit.internal.storage.dfs.DfsReaderOptions;
import org.eclipse.jgit.internal.storage.dfs.ReadableChannel;
import org.eclipse.jgit.internal.storage.pack.PackExt;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.jspecify.annotations.Nullable;

/// The objects of a [ServedRepository], in packs on this machine.
final class ServedObjects extends DfsObjDatabase {
    /// Larger objects are not put together in memory.
    private static final int LARGE_BYTES = 4 << 20;
    private static final int DELTA_BASES_BYTES = 4 << 20;

    private final Map<String, GitPack> packs = new HashMap<>();
    private final List<DfsPackDescription> descriptions = new ArrayList<>();
    private final Set<ObjectId> shallow;
    private final Bounds bounds;

    ServedObjects(ServedRepository repository, List<GitPack> packs, Set<ObjectId> shallow, Bounds bounds) {
        super(
                repository,
                new DfsReaderOptions()
                        .setDeltaBaseCacheLimit(DELTA_BASES_BYTES)
                        .setStreamFileThreshold(LARGE_BYTES)
                        .setLoadRevIndexInParallel(false));
        this.shallow = shallow;
        this.bounds = bounds;
        for (var pack : packs) {
            this.packs.put(pack.key(), pack);
            descriptions.add(describe(repository, pack));
        }
    }

    private static DfsPackDescription describe(ServedRepository repository, GitPack pack) {
        var description = new DfsPackDescription(repository.getDescription(), pack.key(), PackSource.GC);
        description.addFileExt(PackExt.PACK);
        description.addFileExt(PackExt.INDEX);
        return description
                .setFileSize(PackExt.PACK, pack.bytes())
                .setFileSize(PackExt.INDEX, pack.indexBytes())
                .setObjectCount(pack.objects());
    }

    @Override
    public DfsReader newReader() {
        return new Reader(this);
    }

    /// Reads within bounds.
    private static final class Reader extends DfsReader {
        private final ServedObjects objects;

        Reader(ServedObjects objects) {
            super(objects);
            this.objects = objects;
        }

        @Override
        public Set<ObjectId> getShallowCommits() {
            return objects.getShallowCommits();
        }

        @Override
        public ObjectLoader open(AnyObjectId id, int typeHint) throws IOException {
            objects.bounds.look();
            return super.open(id, typeHint);
        }
    }

    @Override
    protected List<DfsPackDescription> listPacks() {
        return descriptions;
    }

    @Override
    protected ReadableChannel openFile(DfsPackDescription description, PackExt part) throws IOException {
        var pack = packs.get(description.getPackName());
        if (pack == null) {
            throw new IOException("there is no such pack");
        }
        return new Opened(part == PackExt.INDEX ? pack.index() : pack.pack());
    }

    @Override
    public Set<ObjectId> getShallowCommits() {
        return shallow;
    }

    @Override
    public long getApproximateObjectCount() {
        return packs.values().stream().mapToLong(GitPack::objects).sum();
    }

    @Override
    protected DfsPackDescription newPack(PackSource source) throws IOException {
        throw ServedRepository.readOnly();
    }

    @Override
    protected void commitPackImpl(
            Collection<DfsPackDescription> added, @Nullable Collection<DfsPackDescription> replaced)
            throws IOException {
        throw ServedRepository.readOnly();
    }

    @Override
    protected void rollbackPack(Collection<DfsPackDescription> packs) {
        // None was begun.
    }

    @Override
    protected DfsOutputStream writeFile(DfsPackDescription description, PackExt part) throws IOException {
        throw ServedRepository.readOnly();
    }

    /// A file that is being read.
    private static final class Opened implements ReadableChannel {
        private final FileChannel file;

        Opened(Path path) throws IOException {
            this.file = FileChannel.open(path, StandardOpenOption.READ);
        }

        @Override
        public int read(ByteBuffer into) throws IOException {
            return file.read(into);
        }

        @Override
        public long position() throws IOException {
            return file.position();
        }

        @Override
        public void position(long position) throws IOException {
            file.position(position);
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public int blockSize() {
            return 0;
        }

        @Override
        public void setReadAheadBytes(int bytes) {
            // The system reads ahead.
        }

        @Override
        public boolean isOpen() {
            return file.isOpen();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
