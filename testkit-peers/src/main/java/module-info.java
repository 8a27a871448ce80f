/** The other side of a server, a client or a proxy under test, in this process. */
module io.tieline.testkit.peers {
    requires static org.jspecify;
    requires transitive io.tieline.session;

    exports io.tieline.testkit.peers;
}
