/** Streamable HTTP and HTTP+SSE, as server and as client. */
module io.tieline.http {
    requires static org.jspecify;
    requires transitive io.tieline.session;
}
