package io.tieline.testkit.shapes;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.gateway.Gateway;
import io.tieline.gateway.GatewaySettings;
import io.tieline.gateway.SessionPolicy;
import io.tieline.http.EventLoops;
import io.tieline.http.HttpListener;
import io.tieline.http.HttpSettings;
import io.tieline.session.Environment;
import io.tieline.session.Observer;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.McpException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A client that lacks the header by which sessions are kept has made the mistake itself. */
@Timeout(20)
final class PinLackingTest {

    private static final SessionPolicy PINNED =
            new SessionPolicy.Pinned(_ -> {
                throw new McpException(ErrorCode.INVALID_REQUEST, "Send the header x-team");
            });

    private static final String INITIALIZE =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":"
                    + "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},"
                    + "\"clientInfo\":{\"name\":\"c\",\"version\":\"1\"}}}";

    private static final String CALL =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"echo\","
                    + CoreWorld.ENVELOPE
                    + "}}";

    @Test
    void itIsToldSoWithStatus400InBothErasAndOnBothTransports() throws Exception {
        var faults = new CopyOnWriteArrayList<Throwable>();
        var observer =
                new Observer() {
                    @Override
                    public void fault(Throwable fault) {
                        faults.add(fault);
                    }
                };
        try (var loops = EventLoops.open(1)) {
            var environment = new Environment(loops.timers(), new SecureRandom(), observer);
            var settings =
                    HttpSettings.DEFAULT.withAddress(
                            new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
            try (var gateway =
                            new Gateway(
                                    new PlayedBackend(false, true),
                                    GatewaySettings.DEFAULT.withSessions(PINNED),
                                    environment);
                    var listener = HttpListener.serve(gateway, settings, loops, environment);
                    var client = HttpClient.newHttpClient()) {
                var base = HttpRequest.newBuilder(listener.uri());
                base.header("content-type", "application/json")
                        .header("accept", "application/json, text/event-stream");
                var opening = base.copy().POST(HttpRequest.BodyPublishers.ofString(INITIALIZE));
                var call =
                        base.copy()
                                .header("mcp-protocol-version", "2026-07-28")
                                .header("mcp-method", "tools/call")
                                .header("mcp-name", "echo")
                                .POST(HttpRequest.BodyPublishers.ofString(CALL));
                var stream = base.copy().uri(listener.uri().resolve("/sse")).GET();
                for (var request : List.of(opening, call, stream)) {
                    var answer = client.send(request.build(), BodyHandlers.ofString());
                    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
                    assertThat(answer.body()).contains("Send the header x-team");
                }
            }
        }
        assertThat(faults).isEmpty();
    }
}
