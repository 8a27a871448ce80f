package io.tieline.app.admin;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * The page that shows what happens, and its two files: by their exact names, and nothing else. They
 * tell nothing of this gateway, so they need no token. The page may reach its own address only.
 * Immutable.
 */
final class LiveView {

    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
                    + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final Map<String, Part> parts =
            Map.of(
                    "/", part("live.html", "text/html; charset=utf-8"),
                    "/live.css", part("live.css", "text/css; charset=utf-8"),
                    "/live.js", part("live.js", "text/javascript; charset=utf-8"));

    private static final class Part {

        private final String type;
        private final byte[] bytes;

        Part(String type, byte[] bytes) {
            this.type = type;
            this.bytes = bytes;
        }
    }

    private static Part part(String name, String type) {
        try (var in = LiveView.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("The program has no " + name);
            }
            return new Part(type, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Says whether this request reads one of its files. */
    boolean has(HttpExchange exchange) {
        return exchange.getRequestMethod().equals("GET")
                && parts.containsKey(exchange.getRequestURI().getRawPath());
    }

    /** Sends the file that is asked for, which it {@linkplain #has has}. */
    void send(HttpExchange exchange) throws IOException {
        var part = parts.get(exchange.getRequestURI().getRawPath());
        if (part == null) {
            throw new IllegalArgumentException("no file of the live view");
        }
        var headers = exchange.getResponseHeaders();
        headers.set("Content-Security-Policy", POLICY);
        headers.set("Referrer-Policy", "no-referrer");
        AdminListener.send(exchange, 200, part.type, part.bytes);
    }
}
