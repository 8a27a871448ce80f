package io.tieline.session.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.session.Caller;
import io.tieline.session.Environment;
import io.tieline.session.Observer;
import io.tieline.session.Principal;
import io.tieline.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SessionOwnerTest {

    private final FrontWorld world = new FrontWorld();
    private final List<Map<String, String>> seen = new ArrayList<>();
    private final ClientSessions sessions =
            new ClientSessions(
                    session -> {
                        seen.add(session.owner().headers());
                        return world.open(session);
                    },
                    SessionSettings.DEFAULT,
                    new Environment(world.clock, new Random(1), Observer.NONE));

    @Test
    void theHeadersThatOpenASessionAreShownToItsServiceAndNotKept() {
        var headers = Map.of("authorization", "Bearer secret");

        var session = sessions.open(new Caller("ann", headers));

        assertThat(seen).containsExactly(headers);
        assertThat(session.owner().headers()).isEmpty();
        assertThat(session.owner().principal().name()).isEqualTo("ann");
        assertThat(sessions.find(session.id(), new Caller("ann", Map.of()))).isSameAs(session);
    }

    @Test
    void scenario134ASessionIsThatOfOneSubjectAndOneClientWhateverTheTokenAllows() {
        var session = sessions.open(caller("https://a.example", "ann", "editor", "read"));

        assertThat(sessions.find(session.id(), caller("https://a.example", "ann", "editor", "all")))
                .as("a refreshed token")
                .isSameAs(session);
        assertThat(sessions.find(session.id(), caller("https://a.example", "ann", "other", "read")))
                .as("another client")
                .isNull();
        assertThat(
                        sessions.find(
                                session.id(), caller("https://a.example", "bob", "editor", "read")))
                .as("another subject")
                .isNull();
        assertThat(
                        sessions.find(
                                session.id(), caller("https://b.example", "ann", "editor", "read")))
                .as("another issuer")
                .isNull();
    }

    private static Caller caller(String issuer, String name, String client, String scope) {
        return new Caller(
                new Principal(issuer, name, Set.of(scope), Json.EMPTY_OBJECT, client), Map.of());
    }
}
