package io.tieline.gateway;

import io.tieline.session.Caller;
import io.tieline.session.Environment;
import io.tieline.session.Observer;
import io.tieline.session.backend.Backend;
import io.tieline.session.backend.InProcess;
import io.tieline.session.client.ReplyStream;
import io.tieline.session.client.SessionSettings;
import io.tieline.session.client.StatelessClients;
import io.tieline.testkit.peers.ManualClock;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Message;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Clients without sessions before a gateway, with everything on the thread of the test. */
final class Sessionless {

    final ManualClock clock = new ManualClock();
    final CountingService backend = new CountingService();
    private final Environment environment = new Environment(clock, new Random(1), Observer.NONE);
    private final StatelessClients clients;
    private long ids;

    Sessionless(GatewaySettings settings) {
        clients =
                before(new InProcess("s", backend, SessionSettings.DEFAULT, environment), settings);
    }

    /** Before a backend of the test's own. */
    Sessionless(Backend server, GatewaySettings settings) {
        clients = before(server, settings);
    }

    private StatelessClients before(Backend server, GatewaySettings settings) {
        var gateway = new Gateway(server, settings, environment);
        return new StatelessClients(gateway, SessionSettings.DEFAULT, environment);
    }

    static Caller named(String principal) {
        return new Caller(principal, Map.of());
    }

    /** One who brings this cookie along. */
    static Caller keeping(String cookie) {
        return named("local").withCookie(new Caller.Cookie(cookie, true));
    }

    /** One to whom this cookie is given now. */
    static Caller given(String cookie) {
        return named("local").withCookie(new Caller.Cookie(cookie, false));
    }

    Sent calls(Caller caller, String tool, Json arguments) {
        var params = Json.object("name", tool, "arguments", arguments);
        return sends(caller, "tools/call", params);
    }

    Sent sends(Caller caller, String method, Json params) {
        var envelope =
                params.with(
                                List.of("_meta", "io.modelcontextprotocol/protocolVersion"),
                                Json.string("2026-07-28"))
                        .with(
                                List.of("_meta", "io.modelcontextprotocol/clientCapabilities"),
                                Json.EMPTY_OBJECT);
        var sent = new Sent();
        clients.receive(Request.of(Id.of(++ids), method, envelope), caller, sent);
        return sent;
    }

    /** What became of one request. */
    static final class Sent implements ReplyStream {

        final List<Message> told = new ArrayList<>();
        private @Nullable Response answer;
        private @Nullable Listener listener;

        /** The answer as it stands on the wire; null if there is none. */
        @Nullable String answer() {
            return answer == null ? null : answer.json().toString();
        }

        /** The text of a tool's result. */
        @Nullable String text() {
            var content = answer == null ? null : answer.json().at("result", "content");
            return content == null ? null : content.elements().getFirst().text("text");
        }

        /** The client hangs up. */
        void hangsUp() {
            if (listener != null) {
                listener.lost();
            }
        }

        @Override
        public void send(Message message) {
            told.add(message);
        }

        @Override
        public void end(Response response) {
            answer = response;
        }

        @Override
        public void abort() {}

        @Override
        public boolean canAsk() {
            return true;
        }

        @Override
        public boolean isLive() {
            return true;
        }

        @Override
        public void listen(Listener hears) {
            listener = hears;
        }
    }
}
