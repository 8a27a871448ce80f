package io.tieline.http;

import static io.tieline.http.Backends.initialize;
import static io.tieline.http.Backends.initializeResult;
import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.http.HttpBackendSettings.Transport;
import io.tieline.session.Environment;
import io.tieline.session.Incident;
import io.tieline.session.Observer;
import io.tieline.session.backend.Link;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Message;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Result;
import io.tieline.wire.Revision;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/** Refused messages for which nobody waits are told to the observer, once per change. */
final class RefusedMessagesTest {

    private final Heard listener = new Heard();
    private final Heard called = new Heard();
    private final BlockingQueue<Incident> incidents = new LinkedBlockingQueue<>();
    private volatile String notifications = "202 Accepted";
    private volatile String get = "405 Method Not Allowed";
    private volatile String delete = "204 No Content";

    private HttpBackendSettings settings(Transport transport) {
        var observer =
                new Observer() {
                    @Override
                    public void happened(Incident incident) {
                        incidents.add(incident);
                    }
                };
        return HttpBackendSettings.DEFAULT
                .withTransport(transport)
                .withEnvironment(new Environment(new ManualTimers(), new Random(1), observer));
    }

    private Backends server(Transport transport) {
        return new Backends(
                settings(transport),
                (request, reply) -> {
                    if (request.method().equals("DELETE")) {
                        reply.answer(delete, "text/plain", "not now");
                    } else if (request.method().equals("GET")) {
                        answerGet(transport, reply);
                    } else if (request.body().contains("\"initialize\"")) {
                        reply.json(initializeResult("0"), "Mcp-Session-Id: s-1");
                    } else if (request.body().contains("\"ping\"")) {
                        reply.status("202 Accepted");
                    } else {
                        reply.answer(notifications, "text/plain", "not today");
                    }
                });
    }

    private void answerGet(Transport transport, ScriptedServer.Reply reply) throws Exception {
        if (transport == Transport.SSE) {
            reply.events();
            reply.piece("event: endpoint\ndata: /messages\n\n");
            reply.event(initializeResult("0"));
            reply.awaitClose();
        } else {
            reply.answer(get, "text/plain", "not here");
        }
    }

    private Link open(Backends all, Transport transport) throws Exception {
        var link = all.connect(listener);
        link.request(initialize(), called);
        var welcomed = transport == Transport.SSE ? listener : called;
        welcomed.message();
        link.opened(Revision.V2025_11_25);
        return link;
    }

    private String told() throws InterruptedException {
        var incident = incidents.poll(10, TimeUnit.SECONDS);
        assertThat(incident).isNotNull();
        assertThat(incident.kind()).isEqualTo(Incident.Kind.MESSAGE_REFUSED);
        return incident.reason();
    }

    private static void send(Link link, Backends all, Message message) throws Exception {
        link.send(message);
        while (!all.server.next().body().equals(message.json().toString())) {
            // Not that one.
        }
        SettledLoops.await(all.loops);
    }

    @ParameterizedTest
    @EnumSource(value = Transport.class, mode = Mode.EXCLUDE, names = "AUTO")
    void notificationsAndAnswersAreToldOncePerChange(Transport transport) throws Exception {
        try (var all = server(transport)) {
            var link = open(all, transport);
            var note = Notification.of(Method.ROOTS_LIST_CHANGED, null);
            notifications = "403 Forbidden";
            send(link, all, note);
            assertThat(told())
                    .contains("refused POST with HTTP status 403 and says \"not today\"")
                    .endsWith("(a notification)");
            send(link, all, note);
            send(link, all, Result.of(Id.of(7), Json.EMPTY_OBJECT));
            assertThat(told()).endsWith("(the answer to a question)");
            notifications = "429 Too Many Requests";
            send(link, all, note);
            assertThat(told()).contains("429");
            notifications = "202 Accepted";
            send(link, all, note);
            notifications = "429 Too Many Requests";
            send(link, all, note);
            assertThat(told()).contains("429");
            assertThat(incidents).isEmpty();
            assertThat(listener.nothingElse()).isTrue();
        }
    }

    @Test
    void aStreamThatIsRefusedIsToldUnlessTheServerOffersNone() throws Exception {
        try (var all = server(Transport.STREAMABLE)) {
            get = "403 Forbidden";
            open(all, Transport.STREAMABLE).send(Notification.of(Method.INITIALIZED, null));
            assertThat(told()).contains("refused GET").contains("not here").contains("no request");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"405 Method Not Allowed", "404 Not Found"})
    void whatIsUsualIsNotTold(String status) throws Exception {
        try (var all = server(Transport.STREAMABLE)) {
            get = status;
            delete = status;
            var link = open(all, Transport.STREAMABLE);
            send(link, all, Notification.of(Method.INITIALIZED, null));
            assertThat(all.server.next().method()).isEqualTo("GET");
            link.close();
            assertThat(all.server.next().method()).isEqualTo("DELETE");
            SettledLoops.await(all.loops);
            assertThat(incidents).isEmpty();
        }
    }

    @Test
    void anEndThatIsRefusedIsTold() throws Exception {
        try (var all = server(Transport.STREAMABLE)) {
            delete = "500 Oops";
            open(all, Transport.STREAMABLE).close();
            assertThat(told()).contains("refused DELETE with HTTP status 500").contains("not now");
        }
    }
}
