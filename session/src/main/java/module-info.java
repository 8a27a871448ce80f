/** Exchanges, calls and sessions: who asked, and the only way back. */
@SuppressWarnings("module") // the two that it is exported to are built later
module io.tieline.session {
    requires static org.jspecify;
    requires transitive io.tieline.wire;

    exports io.tieline.session;
    exports io.tieline.session.backend;
    exports io.tieline.session.client;
    exports io.tieline.session.era to
            io.tieline.framework,
            io.tieline.gateway;
}
