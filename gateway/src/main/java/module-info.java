/** Answers each client exchange with one backend call. */
module io.tieline.gateway {
    requires static org.jspecify;
    requires transitive io.tieline.session;

    exports io.tieline.gateway;
    exports io.tieline.gateway.route;
}
