package io.tieline.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.wire.Revision;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A session id is a name and no credential: only its owner can use it, and only where it was made.
 */
final class OwnershipTest {

    private final Fixture fixture = new Fixture(Fixture::byUser);

    @AfterEach
    void close() {
        fixture.close();
    }

    private RawClient.PostAnswer send(String method, String path, String... headers) {
        var client = fixture.connect();
        var all = new ArrayList<>(List.of(headers));
        all.add(Fixture.BOTH);
        all.add(Fixture.JSON);
        var body = method.equals("POST") ? Fixture.request(1, "echo") : "";
        client.request(method, path, body, all.toArray(String[]::new));
        return client.answer();
    }

    @ParameterizedTest
    @CsvSource({
        "POST,somebody",
        "GET,somebody",
        "DELETE,somebody",
        "POST,",
        "GET,",
        "DELETE,",
        "POST,Owner",
        "POST,owner2"
    })
    void whoeverDoesNotOwnASessionFindsNone(String method, String user) {
        var session = fixture.session(Revision.V2025_11_25, "x-user: owner");
        var who = user == null ? "x-nobody: 1" : "x-user: " + user;
        var foreign = send(method, "/mcp", "mcp-session-id: " + session.id, who);
        var unknown = send(method, "/mcp", "mcp-session-id: " + "0".repeat(64), who);
        assertThat(foreign.status()).isEqualTo(404);
        assertThat(foreign.body()).isEqualTo(unknown.body());
        assertThat(foreign.errorCode()).isNotZero();
        assertThat(session.post(Fixture.request(1, "echo")).answer().status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"POST", "GET", "DELETE"})
    void anExpiredSessionIsUnknownToItsOwner(String method) {
        var session = fixture.session();
        session.core.close();
        fixture.service.closed();
        var answer = send(method, "/mcp", "mcp-session-id: " + session.id);
        assertThat(answer.status()).isEqualTo(404);
    }

    @Test
    void aSessionOfOneTransportIsUnknownToTheOther() {
        var session = fixture.session();
        var messages = send("POST", "/messages?sessionId=" + session.id);
        assertThat(messages.status()).isEqualTo(404);
        var stream = fixture.connect();
        stream.request("GET", "/sse", "", "accept: text/event-stream");
        stream.head();
        var sse = fixture.service.opened();
        for (var method : List.of("POST", "GET", "DELETE")) {
            assertThat(send(method, "/mcp", "mcp-session-id: " + sse.id()).status()).isEqualTo(404);
        }
        assertThat(sse.isOpen()).isTrue();
    }

    @Test
    void messagesOfSomebodyElseDoNotReachASessionOfHttpSse() {
        var stream = fixture.connect();
        stream.request("GET", "/sse", "", "accept: text/event-stream", "x-user: owner");
        stream.head();
        var path = "/messages?sessionId=" + fixture.service.opened().id();
        assertThat(send("POST", path, "x-user: somebody").status()).isEqualTo(404);
        assertThat(send("POST", path, "x-user: owner").status()).isEqualTo(202);
    }

    @Test
    void sessionIdsAreLongAndNeverTheSame() {
        var first = fixture.session().id;
        var second = fixture.session().id;
        assertThat(first).hasSize(64).isNotEqualTo(second);
    }
}
