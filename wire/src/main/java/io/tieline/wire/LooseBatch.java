package io.tieline.wire;

/**
 * Takes a batch apart that is no JSON as a whole. While its elements stand between its brackets and
 * commas as they should, each is read by itself. Else nobody can know what stands where, and all of
 * them are malformed; but the calls that they answer are known. Confined to one thread.
 */
final class LooseBatch {

    private final byte[] bytes;
    private final int start;
    private final Limits limits;
    private final Batch read = new Batch();
    private final Batch refused = new Batch();

    LooseBatch(byte[] bytes, int start, Limits limits) {
        this.bytes = bytes;
        this.start = start;
        this.limits = limits;
    }

    Batch read(MalformedException why) throws MalformedException {
        boolean separate = bytes.length - start <= limits.maxBytes();
        int i = blank(start) + 1;
        while (i < bytes.length && refused.size() <= limits.maxBatch()) {
            int from = blank(i);
            int to = element(from, why);
            if (to < 0) {
                separate = false;
                break;
            }
            int behind = blank(to);
            int next = behind < bytes.length ? bytes[behind] : ',';
            i = behind + 1;
            if (next == ']' && blank(i) == bytes.length) {
                break;
            }
            separate &= next == ',';
        }
        if (refused.size() == 0) {
            throw MessageReader.meaning(why, bytes, start, bytes.length);
        }
        MessageReader.requireSize(refused.size(), limits);
        return separate ? read : refused;
    }

    /** Reads the element that begins there, and returns where it ends; negative if none begins. */
    private int element(int from, MalformedException why) {
        if (from >= bytes.length || bytes[from] != '{') {
            return -1;
        }
        LooseReader reader = new LooseReader();
        int to = reader.feedObject(bytes, from, bytes.length);
        read.add(() -> MessageReader.one(bytes, from, to, limits));
        refused.add(() -> {
            throw why.meaning(reader.traces());
        });
        return to;
    }

    private int blank(int from) {
        return LooseReader.blank(bytes, from);
    }
}
