package dev.templedb.storage.s3;

import dev.templedb.storage.ObjectStoreModel;
import java.io.IOException;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/// Whatever is done with a store, it is a map of what was put first.
class AnyUseOfS3Test {
    @Property(tries = 8)
    void of_a_bucket(@ForAll @Size(max = 25) List<Integer> numbers) throws IOException {
        try (var store = S3ObjectStore.open(S3Bucket.anyPlace(), 3)) {
            new ObjectStoreModel(store, 2000).follow(numbers);
        }
    }
}
