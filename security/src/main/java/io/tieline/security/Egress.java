package io.tieline.security;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Asks an authorization server, over https, or over http on this machine. A name is looked up once,
 * and the address that was found is looked at before it is connected to: what is in a private
 * network, or on this machine, is not reached by a name that somebody else has chosen. Redirects
 * are not followed. Blocks, for a bounded time; safe for use by several threads.
 */
final class Egress {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration READ = Duration.ofSeconds(5);
    private static final Duration WHOLE = Duration.ofSeconds(15);
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final boolean isPrivate;
    private final boolean isLocal;
    private final SSLSocketFactory tls;

    /**
     * @param issuer on whose behalf is asked: one on this machine may name places on this machine
     * @param isPrivate whether addresses of private networks may be reached
     * @param tls whom to trust
     */
    Egress(String issuer, boolean isPrivate, SSLSocketFactory tls) {
        this.isPrivate = isPrivate;
        this.isLocal = LOOPBACK.contains(String.valueOf(URI.create(issuer).getHost()));
        this.tls = tls;
    }

    /**
     * Refuses what is no URL by which anything secret may be asked.
     *
     * @throws IllegalArgumentException if it is no https URL, and no http URL of this machine
     */
    static URI requireSafe(String text) {
        try {
            var url = new URI(text);
            var scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
            boolean isLocal = LOOPBACK.contains(String.valueOf(url.getHost()));
            if (url.getHost() != null
                    && url.getRawUserInfo() == null
                    && url.getRawFragment() == null
                    && (scheme.equals("https") || (scheme.equals("http") && isLocal))) {
                return url;
            }
        } catch (URISyntaxException e) {
            // Said below.
        }
        throw new IllegalArgumentException(
                "\"" + text + "\" is no https URL, like https://login.example.com/realm");
    }

    /** The answer to GET, if it is 200. */
    String get(URI url) throws IOException {
        return ask(url, "GET", Map.of(), "");
    }

    /** The answer to POST of a form, if it is 200. */
    String post(URI url, Map<String, String> headers, String form) throws IOException {
        return ask(url, "POST", headers, form);
    }

    private String ask(URI url, String method, Map<String, String> headers, String body)
            throws IOException {
        requireSafe(url.toString());
        var text = new StringBuilder();
        var path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        var query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
        text.append(method).append(' ').append(path).append(query).append(" HTTP/1.1\r\n");
        text.append("host: ").append(url.getRawAuthority()).append("\r\n");
        text.append("accept: application/json\r\nconnection: close\r\n");
        headers.forEach(
                (name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
        if (method.equals("POST")) {
            text.append("content-type: application/x-www-form-urlencoded\r\n")
                    .append("content-length: ")
                    .append(body.length())
                    .append("\r\n");
        }
        text.append("\r\n").append(body);
        try (var socket = connected(url)) {
            socket.getOutputStream().write(text.toString().getBytes(US_ASCII));
            socket.getOutputStream().flush();
            return new PlainResponse(socket.getInputStream(), System.nanoTime() + WHOLE.toNanos())
                    .body(url);
        }
    }

    @SuppressWarnings("AddressSelection") // the first address that may be reached is meant
    private Socket connected(URI url) throws IOException {
        var host = url.getHost();
        var bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        boolean isTls = "https".equalsIgnoreCase(url.getScheme());
        int port = url.getPort() >= 0 ? url.getPort() : isTls ? 443 : 80;
        IOException problem = null;
        for (var address : InetAddress.getAllByName(bare)) {
            if (!mayReach(address)) {
                problem =
                        new IOException(
                                host
                                        + " is in a private network ("
                                        + address.getHostAddress()
                                        + "), which is not reached unless \"private\" allows it");
                continue;
            }
            var socket = new Socket();
            try {
                socket.connect(new InetSocketAddress(address, port), (int) CONNECT.toMillis());
                socket.setSoTimeout((int) READ.toMillis());
                return isTls ? secured(socket, bare, port) : socket;
            } catch (IOException e) {
                socket.close();
                problem = e;
            }
        }
        throw problem == null ? new IOException(host + " has no address") : problem;
    }

    private Socket secured(Socket socket, String host, int port) throws IOException {
        var secured = (SSLSocket) tls.createSocket(socket, host, port, true);
        var parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        return secured;
    }

    /** Whether this address may be reached on behalf of the issuer. */
    boolean mayReach(InetAddress address) {
        if (address.isLoopbackAddress()) {
            return isLocal;
        }
        boolean isNobodys =
                address.isAnyLocalAddress()
                        || address.isMulticastAddress()
                        || address.isLinkLocalAddress();
        return !isNobodys && (isPrivate || !isOfPrivateNetwork(address));
    }

    /** RFC 1918, RFC 6598, RFC 4193, and what carries one of them (RFC 6052, RFC 3056). */
    private static boolean isOfPrivateNetwork(InetAddress address) {
        var bytes = address.getAddress();
        if (address instanceof Inet6Address six) {
            boolean isUnique = (bytes[0] & 0xfe) == 0xfc;
            boolean isTranslated = bytes[0] == 0 && bytes[1] == 0x64;
            boolean isCarried = bytes[0] == 0x20 && bytes[1] == 0x02;
            return isUnique
                    || isTranslated
                    || isCarried
                    || six.isIPv4CompatibleAddress()
                    || six.isSiteLocalAddress();
        }
        boolean isShared = bytes[0] == 100 && (bytes[1] & 0xc0) == 64;
        return isShared || bytes[0] == 0 || address.isSiteLocalAddress() || isReserved(bytes);
    }

    /** What is for tests and documents, and the highest addresses. */
    private static boolean isReserved(byte[] bytes) {
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        return first >= 240
                || (first == 198 && (second == 18 || second == 19))
                || (first == 192 && second == 0);
    }
}
