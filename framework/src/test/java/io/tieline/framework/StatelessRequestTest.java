package io.tieline.framework;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.session.Caller;
import io.tieline.session.client.ReplyStream;
import io.tieline.session.client.SessionSettings;
import io.tieline.session.client.StatelessClients;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Message;
import io.tieline.wire.Method;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server before clients without sessions, as its results stand on the wire. */
@Timeout(20)
final class StatelessRequestTest {

    record Name(String name) {}

    private static final String ENVELOPE =
            """
            {"io.modelcontextprotocol/protocolVersion":"2026-07-28",\
            "io.modelcontextprotocol/clientCapabilities":{"elicitation":{}}}\
            """;

    private static final Json REGION =
            Json.of(
                    """
                    {"type":"object","properties":\
                    {"region":{"type":"string","x-mcp-header":"Region"}}}\
                    """);

    private final McpServer server =
            McpServer.named("stateless", "1")
                    .tool(
                            Tool.of("greet"),
                            (context, arguments) ->
                                    CallResult.text(
                                            context.elicit("user_name", "Who?", Name.class)
                                                    .accepted()
                                                    .map(Name::name)
                                                    .orElse("nobody")))
                    .tool(Tool.of("placed").withInputSchema(REGION), Samples.DONE)
                    .build();

    private Json answerTo(String params, Map<String, String> headers) {
        try (var timers = new SystemTimers()) {
            var clients =
                    new StatelessClients(server, SessionSettings.DEFAULT, timers.environment());
            var enveloped = Json.of(params).with("_meta", Json.of(ENVELOPE));
            var stream = new Answered();
            clients.receive(
                    Request.of(Id.of(1), Method.TOOLS_CALL, enveloped),
                    new Caller(Caller.LOCAL_PRINCIPAL, headers),
                    stream);
            return stream.answer.join().json();
        }
    }

    @Test
    void aFormThatIsAskedForByNameHasThisNameAsItsKey() {
        var answer = answerTo("{\"name\":\"greet\"}", Map.of());
        assertThat(answer.text("result", "inputRequests", "user_name", "method"))
                .isEqualTo(Method.ELICITATION_CREATE);
    }

    @Test
    void aNamedFormThatTheClientHasFilledInBeforeIsNotAskedForAgain() {
        var answer =
                answerTo(
                        """
                        {"name":"greet","inputResponses":{"user_name":\
                        {"action":"accept","content":{"name":"Al"}},"other":{}}}\
                        """,
                        Map.of());
        assertThat(answer.text("result", "resultType")).isEqualTo("complete");
        assertThat(answer.toString()).contains("\"text\":\"Al\"");
    }

    @Test
    void aHeaderThatDoesNotSayWhatTheArgumentSaysIsRefused() {
        var call = "{\"name\":\"placed\",\"arguments\":{\"region\":\"eu\"}}";
        assertThat(answerTo(call, Map.of("mcp-method", "tools/call")).toString())
                .contains("-32020");
        var wrong = Map.of("mcp-method", "tools/call", "mcp-param-region", "us");
        assertThat(answerTo(call, wrong).toString()).contains("-32020");
        var right = Map.of("mcp-method", "tools/call", "mcp-param-region", "eu");
        assertThat(answerTo(call, right).toString()).contains("done");
        // Only over HTTP is anything said twice.
        assertThat(answerTo(call, Map.of()).toString()).contains("done");
    }

    /** A stream that keeps its answer. */
    private static final class Answered implements ReplyStream {

        private final CompletableFuture<Response> answer = new CompletableFuture<>();

        @Override
        public void send(Message message) {}

        @Override
        public void end(Response response) {
            answer.complete(response);
        }

        @Override
        public void abort() {
            answer.cancel(false);
        }

        @Override
        public boolean canAsk() {
            return true;
        }

        @Override
        public boolean isLive() {
            return true;
        }

        @Override
        public void listen(Listener listener) {}
    }
}
