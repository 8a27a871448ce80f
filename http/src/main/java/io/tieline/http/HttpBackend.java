package io.tieline.http;

import io.tieline.http.client.BackendAddress;
import io.tieline.http.client.BackendLinks;
import io.tieline.session.backend.Backend;
import io.tieline.session.backend.Link;
import java.net.URI;
import java.util.Map;
import java.util.function.Supplier;

/**
 * An MCP server behind a URL, over Streamable HTTP (revisions 2025-03-26 to 2026-07-28) or HTTP+SSE
 * (2024-11-05).
 *
 * <p>Each link that it opens is one MCP session. A link that is opened on an event loop's thread
 * stays on that loop, and so do its connections; links of one loop share pooled connections. What a
 * server says in answer to a request reaches that request's own stream, also when the stream broke
 * and had to be resumed; in revision 2026-07-28 a broken stream is the end of its request.
 * Redirects are followed within the origin only; certificate and host name of an https server are
 * always checked. No cookies are kept.
 *
 * <p>Building one opens no connection. Safe for use by several threads. Listeners of its links are
 * called on event loops and must not block. There is nothing to close: idle connections end after a
 * few seconds, and the rest with the {@link EventLoops}.
 */
public final class HttpBackend implements Backend {

    private final BackendLinks links;

    private HttpBackend(BackendLinks links) {
        this.links = links;
    }

    /**
     * The server at this URL, with default settings.
     *
     * @throws IllegalArgumentException if the URL is not absolute, not http or https, or carries
     *     credentials
     */
    public static HttpBackend to(URI uri, EventLoops loops) {
        return to(uri, loops, HttpBackendSettings.DEFAULT);
    }

    /**
     * The server at this URL.
     *
     * @throws IllegalArgumentException if the URL is not absolute, not http or https, or carries
     *     credentials; or if the file of certificate authorities cannot be used
     */
    public static HttpBackend to(URI uri, EventLoops loops, HttpBackendSettings settings) {
        return new HttpBackend(
                new BackendLinks(BackendAddress.of(uri), loops.loops(), settings.ofLinks()));
    }

    @Override
    public String name() {
        return links.name();
    }

    @Override
    public Link connect(Link.Listener listener) {
        return connect(Map::of, listener);
    }

    @Override
    public Link connect(Supplier<Map<String, String>> headers, Link.Listener listener) {
        return links.connect(headers, listener);
    }
}
