package io.tieline.framework;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.session.Caller;
import io.tieline.session.Principal;
import io.tieline.testkit.peers.LocalListener;
import io.tieline.testkit.peers.RecordedReply;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Revision;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server before clients without sessions, as its results stand on the wire. */
@Timeout(20)
final class StatelessRequestTest {

    record Name(String name) {}

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

    private final LocalListener listener = LocalListener.serve(server);

    @AfterEach
    void close() {
        listener.close();
    }

    private RecordedReply call(String params, Map<String, String> headers) {
        return listener.client()
                .revision(Revision.STATELESS)
                .capabilities(Json.of("{\"elicitation\":{}}"))
                .caller(new Caller(Principal.LOCAL, headers))
                .connect()
                .request(Method.TOOLS_CALL, Json.of(params));
    }

    @Test
    void aFormThatIsAskedForByNameHasThisNameAsItsKey() {
        var question = call("{\"name\":\"greet\"}", Map.of()).question();
        assertThat(question.key()).isEqualTo(Json.string("user_name"));
        assertThat(question.method()).isEqualTo(Method.ELICITATION_CREATE);
    }

    @Test
    void aNamedFormThatTheClientHasFilledInBeforeIsNotAskedForAgain() {
        var reply =
                call(
                        """
                        {"name":"greet","inputResponses":{"user_name":\
                        {"action":"accept","content":{"name":"Al"}},"other":{}}}\
                        """,
                        Map.of());
        assertThat(reply.result().text("resultType")).isEqualTo("complete");
        assertThat(reply.text()).isEqualTo("Al");
        assertThat(reply.questions()).isEmpty();
    }

    @Test
    void aFormThatIsFilledInAfterItWasAskedForGoesOnInTheSameCall() {
        var reply = call("{\"name\":\"greet\"}", Map.of());
        reply.question().accept(Json.object("name", "Bo"));
        assertThat(reply.text()).isEqualTo("Bo");
        assertThat(reply.attempts()).isEqualTo(2);
    }

    @Test
    void aHeaderThatDoesNotSayWhatTheArgumentSaysIsRefused() {
        var call = "{\"name\":\"placed\",\"arguments\":{\"region\":\"eu\"}}";
        assertThat(call(call, Map.of("mcp-method", "tools/call")).error().code())
                .isEqualTo(ErrorCode.HEADER_MISMATCH);
        var wrong = Map.of("mcp-method", "tools/call", "mcp-param-region", "us");
        assertThat(call(call, wrong).error().code()).isEqualTo(ErrorCode.HEADER_MISMATCH);
        var right = Map.of("mcp-method", "tools/call", "mcp-param-region", "eu");
        assertThat(call(call, right).text()).isEqualTo("done");
        // Only over HTTP is anything said twice.
        assertThat(call(call, Map.of()).text()).isEqualTo("done");
    }
}
