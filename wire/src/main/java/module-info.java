/** Messages as byte slices: ids, revisions, methods, error codes and server-sent events. */
module io.tieline.wire {
    requires static transitive org.jspecify;

    exports io.tieline.wire;
}
