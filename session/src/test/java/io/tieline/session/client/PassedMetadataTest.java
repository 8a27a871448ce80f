package io.tieline.session.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.session.RequestMetadata;
import io.tieline.session.backend.BackendWorld;
import io.tieline.session.backend.CallOptions;
import io.tieline.session.backend.Heard;
import io.tieline.session.backend.TimeLimits;
import io.tieline.wire.Limits;
import io.tieline.wire.Message;
import io.tieline.wire.Request;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a client without a session says of itself, on its way to a backend without one. */
final class PassedMetadataTest {

    private final BackendWorld world = BackendWorld.stateless(true);

    @BeforeEach
    void discover() {
        world.link.isDiscovered();
    }

    @Test
    void whatAClientSaysOfItselfPassesAsItWroteIt() throws Exception {
        var sent =
                callIn(
                        """
                        {"io.modelcontextprotocol/clientCapabilities":{ },"own":1,"io.modelcontextprotocol/clientInfo":{"name":"c"},"io.modelcontextprotocol/protocolVersion":"2026-07-28"}\
                        """);
        send(sent, RequestMetadata.of(sent));
        assertThat(world.link.tool("t").params()).isEqualTo(sent.params());
    }

    @Test
    void whatALaterAttemptSaysOfItsClientTakesThePlaceOfWhatTheFirstSaid() throws Exception {
        var said =
                """
                {"io.modelcontextprotocol/clientCapabilities":{"roots":{}},"io.modelcontextprotocol/clientInfo":{"name":"c"},"io.modelcontextprotocol/protocolVersion":"2026-07-28"}\
                """;
        var later = RequestMetadata.of(callIn(said));
        for (var first :
                List.of(
                        said.replace("\"roots\"", "\"sampling\""),
                        said.replace("\"c\"", "\"d\""),
                        said.replace("\"name\"", "\"title\""),
                        said.replace(
                                "8\"}", "8\",\"io.modelcontextprotocol/logLevel\":\"debug\"}"))) {
            assertThat(first).isNotEqualTo(said);
            send(callIn(first), later);
            assertThat(RequestMetadata.of(world.link.tool("t"))).as(first).isEqualTo(later);
        }
    }

    private static Request callIn(String meta) throws Exception {
        var text =
                "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\"t\", \"_meta\":"
                        + meta
                        + "}}";
        return (Request) Message.parse(text.getBytes(UTF_8), Limits.DEFAULT);
    }

    private void send(Request request, RequestMetadata metadata) {
        var options = CallOptions.of(TimeLimits.DEFAULT).in(metadata, Map.of());
        world.session.call(request, new Heard(), options);
    }
}
