/** Exchanges, calls and sessions: who asked, and the only way back. */
module io.tieline.session {
    requires static org.jspecify;
    requires transitive io.tieline.wire;

    exports io.tieline.session;
}
