package io.tieline.app;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Peers that want to fill the program's memory, against the program as a process of its own: it
 * lives, serves a neighbour all the while, and has its memory back afterwards.
 */
@Timeout(120)
final class UnderAttackTest {

    private static final int MIB = 1024 * 1024;

    /** Four times what the larger heap holds. */
    private static final int PEERS = 96;

    private static final long PATIENCE_MILLIS = 2_000;

    /** So many messages are on their way before their answers are read. */
    private static final int AT_ONCE = 8;

    /** It reads its handshake, and nothing after that. */
    private static final String DEAF_CHILD =
            """
            while read -r line; do
              id=$(printf %s "$line" | sed 's/.*"id":\\([^,}]*\\).*/\\1/')
              case "$line" in
                *'"initialize"'*) echo '{"jsonrpc":"2.0","id":'"$id"',"result":{"protocolVersion":\
            "2025-11-25","capabilities":{},"serverInfo":{"name":"deaf","version":"1"}}}';;
                *'"server/discover"'*) echo '{"jsonrpc":"2.0","id":'"$id"',"error":{"code":-32601,\
            "message":"no"}}';;
                *) exec sleep 120;;
              esac
            done
            """;

    private final List<Socket> peers = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (var peer : peers) {
            peer.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"64m", "96m"})
    void bodiesWhoseLastByteIsHeldBack(String heap) throws Exception {
        survives(
                heap,
                uri -> {
                    var body = padding(4 * MIB - 1);
                    for (int i = 0; i < PEERS; i++) {
                        send(connect(uri), head(uri, "", 4 * MIB), body);
                    }
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"64m", "96m"})
    void callsThatAreHeldByTheBackend(String heap) throws Exception {
        survives(heap, uri -> callEach(uri, "hold", 4 * MIB - 300));
    }

    @ParameterizedTest
    @ValueSource(strings = {"64m", "96m"})
    void answersThatNobodyReads(String heap) throws Exception {
        survives(heap, uri -> callEach(uri, "echo", 3 * MIB));
    }

    @ParameterizedTest
    @ValueSource(strings = {"64m", "96m"})
    void handshakesThatArePadded(String heap) throws Exception {
        survives(
                heap,
                uri -> {
                    var peer = connect(uri);
                    for (int i = 0; i < PEERS; i++) {
                        var body = initialize(" ".repeat(4 * MIB - 300));
                        send(peer, head(uri, "", body.length), body);
                        assertThat(readResponse(peer.getInputStream())).contains("\"serverInfo\"");
                    }
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"64m", "96m"})
    void handshakesThatSayTooMuch(String heap) throws Exception {
        survives(
                heap,
                uri -> {
                    for (int i = 0; i < PEERS; i++) {
                        var body = initialize(",\"x\":\"" + "y".repeat(3 * MIB) + "\"");
                        var peer = connect(uri);
                        send(peer, head(uri, "", body.length), body);
                    }
                });
    }

    @Test
    void headsThatNeverEnd() throws Exception {
        var fields = ("x: " + "y".repeat(20) + "\r\n").repeat(500).getBytes(US_ASCII);
        survives(
                "64m",
                uri -> {
                    for (int i = 0; i < 1500; i++) {
                        send(connect(uri), "POST /mcp HTTP/1.1\r\n".getBytes(US_ASCII), fields);
                    }
                });
    }

    /** Each is taken with 202 and leads nowhere, so nothing holds its sender back. */
    @ParameterizedTest
    @ValueSource(ints = {3_900, 4 * MIB - 300})
    void notificationsToABackendThatReadsNothing(int length) throws Exception {
        try (var deaf = new DeafServer()) {
            livesThrough(length, "--backend", deaf.url());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3_900, 4 * MIB - 300})
    void notificationsToAChildThatReadsNothing(int length) throws Exception {
        livesThrough(length, "--", "sh", "-c", DEAF_CHILD);
    }

    /** One and a half times the heap, in messages of this length. */
    private void livesThrough(int length, String... backend) throws Exception {
        var words = new ArrayList<>(List.of("run", "--listen=127.0.0.1:0"));
        words.addAll(List.of(backend));
        try (var tieline =
                TielineProcess.start(
                        Map.of("JAVA_TOOL_OPTIONS", options("64m")),
                        words.toArray(String[]::new))) {
            var uri = URI.create(tieline.ready());
            var session = openSession(uri);
            var peer = connect(uri);
            var body = notification("x".repeat(length));
            for (int sent = 0; sent < 96 * MIB; sent += AT_ONCE * length) {
                for (int i = 0; i < AT_ONCE; i++) {
                    send(peer, head(uri, session, body.length), body);
                }
                for (int i = 0; i < AT_ONCE; i++) {
                    assertThat(readResponse(peer.getInputStream())).startsWith("HTTP/1.1 202");
                }
            }
            assertThat(openSession(uri)).as("a session of a neighbour").isNotEmpty();
            assertThat(tieline.isAlive()).isTrue();
        }
    }

    /** What somebody does to the program at this address. */
    private interface Attack {
        void run(URI uri) throws Exception;
    }

    private static String options(String heap) {
        return "-XX:+UseSerialGC -XX:+ExitOnOutOfMemoryError -Xss512k -Xmx" + heap;
    }

    private static void survives(String heap, Attack attack) throws Exception {
        try (var backend = new HeldServer();
                var tieline =
                        TielineProcess.start(
                                Map.of("JAVA_TOOL_OPTIONS", options(heap)),
                                "run",
                                "--listen=127.0.0.1:0",
                                "--backend",
                                backend.url());
                var neighbour = new PostingClient(tieline.ready())) {
            neighbour.initialize();
            var stop = new AtomicBoolean();
            var watched = new Neighbour(neighbour, stop);
            var thread = Thread.ofPlatform().start(watched);
            attack.run(neighbour.uri());
            stop.set(true);
            thread.join();
            assertThat(tieline.isAlive()).as("the program, with " + heap).isTrue();
            assertThat(watched.refused).isEmpty();
            assertThat(watched.slowest()).isLessThan(PATIENCE_MILLIS);
        }
    }

    /** Calls all the while, as a client would who knows nothing of the others. */
    private static final class Neighbour implements Runnable {

        private final PostingClient client;
        private final AtomicBoolean stop;
        private final List<Long> millis = new ArrayList<>();
        private final List<String> refused = new ArrayList<>();

        Neighbour(PostingClient client, AtomicBoolean stop) {
            this.client = client;
            this.stop = stop;
        }

        @Override
        public void run() {
            do {
                long begun = System.nanoTime();
                try {
                    var answer = client.call("any", Json.object()).get(30, TimeUnit.SECONDS);
                    if (answer.get("result") == null) {
                        refused.add(answer.toString());
                    }
                } catch (Exception e) {
                    refused.add(e.toString());
                }
                millis.add((System.nanoTime() - begun) / 1_000_000);
            } while (!stop.get());
        }

        long slowest() {
            return millis.stream().mapToLong(Long::longValue).max().orElseThrow();
        }
    }

    /** Calls a tool with so long a text, once on each of many connections. */
    private void callEach(URI uri, String tool, int length) throws IOException {
        var session = openSession(uri);
        for (int i = 0; i < PEERS; i++) {
            var body = call(i, tool, "x".repeat(length));
            send(connect(uri), head(uri, session, body.length), body);
        }
    }

    private Socket connect(URI uri) throws IOException {
        var socket = new Socket(uri.getHost(), uri.getPort());
        socket.setTcpNoDelay(true); // a head and its body are written apart
        peers.add(socket);
        return socket;
    }

    /** One that is refused meanwhile has had its answer. */
    private static void send(Socket peer, byte[]... parts) {
        try {
            for (var part : parts) {
                peer.getOutputStream().write(part);
            }
            peer.getOutputStream().flush();
        } catch (IOException refused) {
            assertThat(peer.isConnected()).isTrue();
        }
    }

    private static byte[] head(URI uri, String session, int length) {
        var own = session.isEmpty() ? "" : "mcp-session-id: " + session + "\r\n";
        return ("POST /mcp HTTP/1.1\r\nhost: "
                        + uri.getAuthority()
                        + "\r\ncontent-type: application/json\r\naccept: application/json,"
                        + " text/event-stream\r\n"
                        + own
                        + "content-length: "
                        + length
                        + "\r\n\r\n")
                .getBytes(US_ASCII);
    }

    private static byte[] padding(int length) {
        var blanks = new byte[length];
        Arrays.fill(blanks, (byte) ' ');
        return blanks;
    }

    private static byte[] call(int id, String tool, String text) {
        return ("{\"jsonrpc\":\"2.0\",\"id\":"
                        + id
                        + ",\"method\":\"tools/call\",\"params\":{\"name\":\""
                        + tool
                        + "\",\"arguments\":{\"text\":\""
                        + text
                        + "\"}}}")
                .getBytes(US_ASCII);
    }

    private static byte[] notification(String text) {
        return ("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/any\",\"params\":{\"text\":\""
                        + text
                        + "\"}}")
                .getBytes(US_ASCII);
    }

    private static byte[] initialize(String more) {
        var inside = more.isBlank() ? "" : more;
        var behind = more.isBlank() ? more : "";
        return ("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{"
                        + "\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},"
                        + "\"clientInfo\":{\"name\":\"c\",\"version\":\"1\""
                        + inside
                        + "}}}"
                        + behind)
                .getBytes(US_ASCII);
    }

    private String openSession(URI uri) throws IOException {
        var peer = connect(uri);
        var body = initialize("");
        send(peer, head(uri, "", body.length), body);
        var answer = readResponse(peer.getInputStream());
        var name = "mcp-session-id: ";
        int at = answer.indexOf(name) + name.length();
        return answer.substring(at, answer.indexOf("\r\n", at));
    }

    /** A response whose length is announced. */
    private static String readResponse(InputStream in) throws IOException {
        var read = new StringBuilder();
        while (read.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            assertThat(next).as("the end instead of a response").isNotNegative();
            read.append((char) next);
        }
        int at = read.indexOf("content-length: ") + "content-length: ".length();
        int length = Integer.parseInt(read.substring(at, read.indexOf("\r\n", at)));
        return read + new String(in.readNBytes(length), US_ASCII);
    }
}
