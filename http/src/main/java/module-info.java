/** Streamable HTTP and HTTP+SSE, as server and as client. */
@SuppressWarnings("requires-automatic") // Netty names its modules in manifests only
module io.tieline.http {
    requires static org.jspecify;
    requires transitive io.tieline.session;
    requires io.netty.buffer;
    requires io.netty.codec;
    requires io.netty.codec.http;
    requires io.netty.common;
    requires io.netty.handler;
    requires io.netty.transport;
    requires io.netty.transport.classes.epoll;
    requires io.netty.transport.classes.io_uring;
    requires jdk.net;
    requires org.slf4j;

    exports io.tieline.http;
    exports io.tieline.http.settings;

    provides io.tieline.session.backend.ClientTransport.Provider with
            io.tieline.http.ServerUrl.Reader;
}
