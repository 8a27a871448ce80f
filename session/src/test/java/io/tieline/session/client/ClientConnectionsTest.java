package io.tieline.session.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Whether a client is still there, told by its connections. */
final class ClientConnectionsTest {

    private final ClientConnections connections = new ClientConnections();
    private final Presence one = new Presence();
    private final Presence two = new Presence();

    @Test
    void aClientOfWhichNoConnectionIsKnownIsThere() {
        assertThat(connections.leftAt()).isEmpty();
    }

    @Test
    void aClientWithAnOpenConnectionIsThere() {
        connections.add(one);
        assertThat(connections.leftAt()).isEmpty();
    }

    @Test
    void aClientThatHasEndedItsOnlyConnectionHasLeft() {
        connections.add(one);
        one.left(7);
        assertThat(connections.leftAt()).hasValue(7);
    }

    @Test
    void aClientThatHasAnotherConnectionIsThere() {
        connections.add(one);
        connections.add(two);
        one.left(7);
        assertThat(connections.leftAt()).isEmpty();
        two.left(9);
        assertThat(connections.leftAt()).hasValue(9);
    }

    @Test
    void theLastEndCountsInWhateverOrderTheyAreSeen() {
        connections.add(one);
        connections.add(two);
        two.left(9);
        one.left(7);
        assertThat(connections.leftAt()).hasValue(9);
    }

    @Test
    void aConnectionThatTheTransportHasClosedIsNoSign() {
        connections.add(one);
        one.closed(7);
        assertThat(connections.leftAt()).isEmpty();
    }

    @Test
    void aClientThatComesBackIsThere() {
        connections.add(one);
        one.left(7);
        assertThat(connections.leftAt()).hasValue(7);
        connections.add(two);
        assertThat(connections.leftAt()).isEmpty();
    }
}
