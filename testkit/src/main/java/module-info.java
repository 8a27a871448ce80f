/** Real peers, faulty links and transcripts for tests. */
module io.tieline.testkit {
    requires static org.jspecify;
    requires io.tieline.wire;
    requires transitive io.tieline.session;
    requires io.tieline.http;
    requires io.tieline.stdio;
    requires io.tieline.gateway;
    requires transitive io.tieline.framework;
    requires io.tieline.app;

    exports io.tieline.testkit.odd;
    exports io.tieline.testkit.simulation;
}
