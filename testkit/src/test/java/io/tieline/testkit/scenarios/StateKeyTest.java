package io.tieline.testkit.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tieline.framework.McpClient;
import io.tieline.gateway.Gateway;
import io.tieline.gateway.GatewaySettings;
import io.tieline.gateway.StateKey;
import io.tieline.http.HttpListener;
import io.tieline.http.HttpSettings;
import io.tieline.http.settings.StateCookies;
import io.tieline.session.Environment;
import io.tieline.session.Observer;
import io.tieline.session.backend.InProcess;
import io.tieline.session.client.SessionSettings;
import io.tieline.testkit.peers.ManualClock;
import io.tieline.testkit.scenarios.Pairing.Transport;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.McpException;
import io.tieline.wire.Revision;
import java.net.CookieManager;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Scenarios 69 and 109: by what a client without a session finds the state that a backend keeps for
 * it.
 */
@Timeout(60)
final class StateKeyTest {

    private static final Pairing LOCAL = new Pairing(Transport.IN_PROCESS, Transport.IN_PROCESS);

    private static GatewaySettings settings(StateKey key) {
        return GatewaySettings.DEFAULT.withRevision(Revision.LATEST_HANDSHAKE).withStateKey(key);
    }

    private static McpClient stateless(Setup setup) {
        return setup.client("Alice").revision(Revision.STATELESS).connect();
    }

    @Test
    void byPrincipalAllRequestsOfOneSeeOneState() throws Exception {
        try (var setup = Setup.of(LOCAL, settings(StateKey.PRINCIPAL));
                var one = stateless(setup);
                var other = stateless(setup)) {
            one.callTool("put", Map.of("value", "1"));
            assertThat(other.callTool("get").text()).isEqualTo("1");
        }
    }

    @Test
    void byRequestNoTwoRequestsSeeTheSame() throws Exception {
        try (var setup = Setup.of(LOCAL, settings(StateKey.REQUEST));
                var client = stateless(setup)) {
            client.callTool("put", Map.of("value", "1"));
            assertThat(client.callTool("get").text()).isEqualTo("Value not found");
            assertThat(client.callTool("greet").text()).isEqualTo("Hello, Alice!");
        }
    }

    @Test
    void byHandleTheModelSaysWhatBelongsTogether() throws Exception {
        try (var setup = Setup.of(LOCAL, settings(StateKey.HANDLE));
                var client = stateless(setup)) {
            var tools = client.listTools();
            assertThat(tools.getFirst().name()).isEqualTo("tieline_open_session");
            assertThat(tools.stream().skip(1))
                    .allMatch(tool -> tool.json().toString().contains("\"tieline_session\""));
            var one = client.callTool("tieline_open_session").text();
            var other = client.callTool("tieline_open_session").text();
            client.callTool("put", Map.of("value", "1", "tieline_session", one));
            assertThat(client.callTool("get", Map.of("tieline_session", one)).text())
                    .isEqualTo("1");
            assertThat(client.callTool("get", Map.of("tieline_session", other)).text())
                    .isEqualTo("Value not found");
            assertThat(client.callTool("greet", Map.of("tieline_session", one)).text())
                    .isEqualTo("Hello, Alice!");
            var without = client.callTool("get");
            assertThat(without.isError()).isTrue();
            assertThat(without.text()).contains("tieline_open_session");
            var foreign = client.callTool("get", Map.of("tieline_session", "no such"));
            assertThat(foreign.isError()).isTrue();
        }
    }

    @Test
    void byCookieEachClientThatKeepsItsOwnSeesItsOwn() throws Exception {
        try (var setup = Setup.of(LOCAL, settings(StateKey.COOKIE));
                var listener = cookies(setup, StateCookies.ALWAYS);
                var one = keeping();
                var other = keeping()) {
            call(one, listener.uri(), "put", "{\"value\":\"1\"}");
            assertThat(call(one, listener.uri(), "get", "{}")).contains("\"1\"");
            assertThat(call(other, listener.uri(), "get", "{}")).contains("Value not found");
        }
    }

    /**
     * The backend is known by then, so that nothing but the cookie comes of the second discovery.
     */
    @Test
    void byCookieAClientThatLooksAroundFirstSeesItsOwnToo() throws Exception {
        try (var setup = Setup.of(LOCAL, settings(StateKey.COOKIE));
                var listener = cookies(setup, StateCookies.ALWAYS);
                var one = keeping();
                var other = keeping()) {
            for (var each : List.of(one, other)) {
                assertThat(send(each, listener.uri(), "server/discover", "", ""))
                        .contains("\"result\"");
            }
            assertThat(call(other, listener.uri(), "get", "{}")).contains("Value not found");
            call(one, listener.uri(), "put", "{\"value\":\"1\"}");
            assertThat(call(one, listener.uri(), "get", "{}")).contains("\"1\"");
        }
    }

    /** The default. The backend is known to the second, so that it is told by its cookie alone. */
    @Test
    void scenario109WhoKeepsItsCookieHasAStateOfItsOwnAndTheOthersThatOfTheirPrincipal()
            throws Exception {
        try (var setup =
                        Setup.of(
                                LOCAL,
                                GatewaySettings.DEFAULT.withRevision(Revision.LATEST_HANDSHAKE));
                var listener = cookies(setup, StateCookies.ON_DISCOVERY);
                var one = keeping();
                var other = keeping();
                var stranger = keeping();
                var forgetful = HttpClient.newHttpClient()) {
            for (var each : List.of(one, other, forgetful)) {
                assertThat(send(each, listener.uri(), "server/discover", "", ""))
                        .contains("\"result\"");
            }
            call(one, listener.uri(), "put", "{\"value\":\"1\"}");
            assertThat(call(other, listener.uri(), "get", "{}")).contains("Value not found");
            assertThat(call(forgetful, listener.uri(), "get", "{}")).contains("Value not found");
            call(forgetful, listener.uri(), "put", "{\"value\":\"2\"}");
            assertThat(call(one, listener.uri(), "get", "{}")).contains("\"1\"");
            // It keeps cookies, and was never given one.
            assertThat(call(stranger, listener.uri(), "get", "{}")).contains("\"2\"");
        }
    }

    private static HttpListener cookies(Setup setup, StateCookies cookies) throws Exception {
        var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return HttpListener.serve(
                setup.gateway(),
                HttpSettings.DEFAULT.withAddress(loopback).withStateCookies(cookies),
                setup.loops(),
                setup.environment());
    }

    private static HttpClient keeping() {
        return HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    }

    private static String call(HttpClient client, URI uri, String tool, String arguments)
            throws Exception {
        var params = "\"name\":\"%s\",\"arguments\":%s,".formatted(tool, arguments);
        return send(client, uri, "tools/call", params, tool);
    }

    private static String send(
            HttpClient client, URI uri, String method, String params, String name)
            throws Exception {
        var body =
                """
                {"jsonrpc":"2.0","id":1,"method":"%s","params":{%s"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}}}\
                """
                        .formatted(method, params);
        var request =
                HttpRequest.newBuilder(uri)
                        .header("content-type", "application/json")
                        .header("mcp-protocol-version", "2026-07-28")
                        .header("mcp-method", method);
        if (!name.isEmpty()) {
            request.header("mcp-name", name);
        }
        request.POST(BodyPublishers.ofString(body));
        return client.send(request.build(), BodyHandlers.ofString()).body();
    }

    @Test
    void aStateThatWasNotUsedForAWhileIsSaidToBeLostOnce() {
        var clock = new ManualClock();
        var environment = new Environment(clock, new Random(1), Observer.NONE);
        var server =
                new InProcess("s", SampleServer.create(), SessionSettings.DEFAULT, environment);
        try (var gateway = new Gateway(server, settings(StateKey.PRINCIPAL), environment)) {
            var front = new InProcess("g", gateway, SessionSettings.DEFAULT, environment);
            // One who listens uses the session as long as it lives.
            try (var client = connect(front, environment)) {
                client.callTool("put", Map.of("value", "1"));
            }
            while (server.sessions().size() > 0) { // it has left when its last thread has ended
                clock.advance(GatewaySettings.DEFAULT.idle().plus(Duration.ofSeconds(1)));
            }
            try (var client = connect(front, environment)) {
                assertThat(client.listTools()).isNotEmpty();
                assertThatThrownBy(() -> client.callTool("get"))
                        .isInstanceOfSatisfying(
                                McpException.class,
                                lost ->
                                        assertThat(lost.error().code())
                                                .isEqualTo(ErrorCode.BACKEND_SESSION_LOST));
                assertThat(client.callTool("get").text()).isEqualTo("Value not found");
            }
        }
    }

    private static McpClient connect(InProcess front, Environment environment) {
        return McpClient.to(front).environment(environment).revision(Revision.STATELESS).connect();
    }
}
