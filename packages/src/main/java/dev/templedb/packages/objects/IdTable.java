package dev.templedb.packages.objects;

import dev.templedb.core.GitId;
import java.util.Arrays;

/// Gives every git id a small number, in the order of arrival. 28 bytes an id; not thread-safe.
///
/// Ids from a hostile package may share many leading bytes, so the hash mixes all of the id with a secret of this run.
final class IdTable {
    private static final int SALT = new java.security.SecureRandom().nextInt() | 1;
    private static final int WORDS = GitId.BYTES / 4;

    private final IntPool words = new IntPool();
    private int[] slots = filled(1 << 12);
    private int count;

    int count() {
        return count;
    }

    /// The number of the id at `offset`, given now if it is new.
    int intern(byte[] source, int offset) {
        int slot = slotOf(source, offset);
        if (slots[slot] >= 0) {
            return slots[slot];
        }
        for (int word = 0; word < WORDS; word++) {
            words.add(word(source, offset + 4 * word));
        }
        slots[slot] = count++;
        if (count > slots.length - slots.length / 3) {
            grow();
        }
        return count - 1;
    }

    /// The number of the id, or -1 when it has none.
    int find(byte[] source, int offset) {
        return slots[slotOf(source, offset)];
    }

    GitId id(int number) {
        var bytes = new byte[GitId.BYTES];
        copyTo(number, bytes, 0);
        return GitId.ofBytes(bytes);
    }

    void copyTo(int number, byte[] target, int offset) {
        for (int word = 0; word < WORDS; word++) {
            int value = words.get(number * WORDS + word);
            target[offset + 4 * word] = (byte) (value >>> 24);
            target[offset + 4 * word + 1] = (byte) (value >>> 16);
            target[offset + 4 * word + 2] = (byte) (value >>> 8);
            target[offset + 4 * word + 3] = (byte) value;
        }
    }

    private int slotOf(byte[] source, int offset) {
        int mask = slots.length - 1;
        int slot = hash(source, offset) & mask;
        while (slots[slot] >= 0 && !isAt(slots[slot], source, offset)) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private boolean isAt(int number, byte[] source, int offset) {
        for (int word = 0; word < WORDS; word++) {
            if (words.get(number * WORDS + word) != word(source, offset + 4 * word)) {
                return false;
            }
        }
        return true;
    }

    private void grow() {
        slots = filled(slots.length * 2);
        var id = new byte[GitId.BYTES];
        for (int number = 0; number < count; number++) {
            copyTo(number, id, 0);
            int slot = hash(id, 0) & slots.length - 1;
            while (slots[slot] >= 0) {
                slot = slot + 1 & slots.length - 1;
            }
            slots[slot] = number;
        }
    }

    private static int hash(byte[] source, int offset) {
        int hash = SALT;
        for (int word = 0; word < WORDS; word++) {
            hash = (hash ^ word(source, offset + 4 * word)) * 0x9E3779B1;
            hash ^= hash >>> 15;
        }
        return hash;
    }

    private static int word(byte[] source, int at) {
        return (source[at] & 0xff) << 24
                | (source[at + 1] & 0xff) << 16
                | (source[at + 2] & 0xff) << 8
                | (source[at + 3] & 0xff);
    }

    private static int[] filled(int length) {
        var slots = new int[length];
        Arrays.fill(slots, -1);
        return slots;
    }
}
