package io.tieline.testkit.odd;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.regex.Pattern.CASE_INSENSITIVE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each odd client of the corpus hears what it must. */
@Timeout(20)
final class OddClientsTest {

    private static final OddServer ORDINARY =
            OddServer.named("ordinary", "Does nothing unusual.").works();

    private static final OddWorld WORLD = new OddWorld();

    @AfterAll
    static void close() {
        WORLD.close();
    }

    static List<OddClient> clients() {
        return OddClients.all();
    }

    @Test
    void eachHasANameOfItsOwn() {
        assertThat(OddClients.all()).extracting(OddClient::name).doesNotHaveDuplicates();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("clients")
    void hearsWhatItMust(OddClient client) throws Exception {
        var front =
                switch (client.door()) {
                    case HTTP -> Trial.Front.HTTP;
                    case HTTP_SSE -> Trial.Front.HTTP_SSE;
                    case STDIO -> Trial.Front.STDIO;
                };
        var trial = new Trial(ORDINARY, ServerTransport.JSON, Trial.Sessions.OWN, front);
        try (var behind = WORLD.gatewayBefore(trial);
                var wire = behind.wire()) {
            var ear = new Ear(wire);
            for (var turn : client.turns()) {
                take(turn, ear, wire, behind);
            }
            assertThat(behind.faults()).isEmpty();
        }
    }

    private static void take(
            OddClient.Turn turn, Ear ear, OddWorld.Behind.Wire wire, OddWorld.Behind behind)
            throws IOException {
        switch (turn) {
            case OddClient.Turn.Sends(var text) ->
                    ear.send(text.replace("{session}", ear.session()));
            case OddClient.Turn.Beside(var text, var phrase) -> {
                try (var beside = behind.wire()) {
                    var other = new Ear(beside);
                    other.send(text.replace("{session}", ear.session()));
                    other.hear(phrase);
                }
            }
            case OddClient.Turn.Hears(var phrase) -> ear.hear(phrase);
            case OddClient.Turn.EndsInput() -> wire.endInput();
            case OddClient.Turn.Reconnects() -> {
                wire.reconnect();
                ear.forget();
            }
        }
    }

    /** What the client hears, and how much of it has been asked for. */
    private static final class Ear {

        /** What stands before the id of a session, in a header or in the name of an endpoint. */
        private static final Pattern SESSION =
                Pattern.compile("(?:mcp-session-id: |[?&]sessionid=)(\\S+)\\s", CASE_INSENSITIVE);

        private final OddWorld.Behind.Wire wire;
        private final StringBuilder heard = new StringBuilder();
        private int asked;
        private String session = "";

        Ear(OddWorld.Behind.Wire wire) {
            this.wire = wire;
        }

        String session() {
            return session;
        }

        void forget() {
            heard.setLength(0);
            asked = 0;
        }

        void send(String text) throws IOException {
            OutputStream out = wire.output();
            out.write(text.getBytes(UTF_8));
            out.flush();
        }

        /** Reads on until this has come. */
        void hear(String phrase) throws IOException {
            InputStream in = wire.input();
            var buffer = new byte[4096];
            int at = heard.indexOf(phrase, asked);
            while (at < 0) {
                int read = in.read(buffer);
                assertThat(read).as("waiting for %s after %s", phrase, heard).isPositive();
                heard.append(new String(buffer, 0, read, UTF_8));
                at = heard.indexOf(phrase, asked);
            }
            asked = at + phrase.length();
            findSession();
        }

        private void findSession() {
            var found = SESSION.matcher(heard);
            while (found.find()) {
                session = found.group(1);
            }
        }
    }
}
