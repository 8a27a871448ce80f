package io.tieline.testkit.scenarios;

import io.tieline.framework.CallResult;
import io.tieline.framework.Content;
import io.tieline.framework.LogLevel;
import io.tieline.framework.McpContext;
import io.tieline.framework.McpServer;
import io.tieline.framework.Prompt;
import io.tieline.framework.PromptResult;
import io.tieline.framework.ReadResult;
import io.tieline.framework.Resource;
import io.tieline.framework.ResourceTemplate;
import io.tieline.framework.Tool;
import io.tieline.framework.Values;
import io.tieline.wire.Json;
import io.tieline.wire.McpException;
import io.tieline.wire.RpcError;
import java.util.Objects;

/** The server behind every scenario: the same one in this process, behind HTTP and as a child. */
final class SampleServer {

    static final String INSTRUCTIONS = "Ask before you greet";
    static final byte[] PICTURE = {(byte) 0x89, 'P', 'N', 'G'};

    private final Gates gates = new Gates();

    private SampleServer() {}

    /** A server with events of its own. */
    static McpServer create() {
        return new SampleServer().build();
    }

    private McpServer build() {
        var builder = McpServer.named("sample", "1.0").instructions(INSTRUCTIONS);
        SampleQuestions.addTo(builder, gates);
        SampleListings.addTo(builder);
        SampleSizes.addTo(builder);
        return builder.tool(Tool.of("put"), SampleServer::put)
                .tool(Tool.of("get"), (context, _) -> CallResult.text(value(context)))
                .tool(Tool.of("session"), (context, _) -> CallResult.text(context.sessionId()))
                .tool(Tool.of("whoami"), SampleServer::whoami)
                .tool(Tool.of("open"), this::open)
                .tool(Tool.of("await"), (_, values) -> CallResult.text(await(values)))
                .tool(Tool.of("hold"), this::hold)
                .tool(Tool.of("tellEnd"), this::tellEnd)
                .tool(Tool.of("log"), SampleServer::log)
                .tool(Tool.of("progress"), (context, _) -> CallResult.text(progress(context)))
                .resource(
                        Resource.of("progress://now", "progress"),
                        (context, uri) -> ReadResult.text(uri, progress(context)))
                .template(
                        ResourceTemplate.of("progress://of/{any}", "progress too"),
                        (context, uri, _) -> ReadResult.text(uri, progress(context)))
                .prompt(Prompt.of("progress"), (context, _) -> PromptResult.text(progress(context)))
                .tool(Tool.of("blocks"), (_, _) -> CallResult.of(blocks()))
                .tool(Tool.of("nothing"), (_, _) -> CallResult.of())
                .tool(Tool.of("fail"), (_, _) -> CallResult.error(blocks()))
                .tool(Tool.of("refuse"), (_, _) -> refuse())
                .tool(Tool.of("echoMeta"), SampleServer::echoMeta)
                .build();
    }

    private static CallResult put(McpContext context, Values values) {
        context.state().set("value", values.text("value"));
        return CallResult.text("Stored");
    }

    private static String value(McpContext context) {
        return Objects.requireNonNullElse(
                context.state().get("value", String.class), "Value not found");
    }

    private static CallResult whoami(McpContext context, Values values) {
        var headers = Json.EMPTY_OBJECT;
        for (var header : context.caller().headers().entrySet()) {
            headers = headers.with(header.getKey(), Json.string(header.getValue()));
        }
        return CallResult.structured(
                Json.object(
                        "capabilities", context.capabilities().json(),
                        "client", context.client().json(),
                        "headers", headers));
    }

    private CallResult open(McpContext context, Values values) {
        gates.open(values.text("gate"), values.optionalText("value").orElse("open"));
        return CallResult.text("Opened");
    }

    private String await(Values values) throws Exception {
        return gates.await(values.text("gate"));
    }

    /** Says that it has begun and that it was taken back, and waits to be let go. */
    private CallResult hold(McpContext context, Values values) throws Exception {
        var gate = values.text("gate");
        context.onCancel(reason -> gates.open(gate + ".cancelled", String.valueOf(reason)));
        gates.open(gate + ".begun", "begun");
        context.progress(0);
        return CallResult.text(gates.await(gate));
    }

    private CallResult tellEnd(McpContext context, Values values) {
        var gate = values.text("gate");
        AutoCloseable end = () -> gates.open(gate, "ended");
        context.state().set("end", end);
        return CallResult.text("It will be told");
    }

    private static CallResult log(McpContext context, Values values) {
        var level = Objects.requireNonNull(LogLevel.of(values.text("level")));
        context.log(level, values.optionalText("logger").orElse(null), values.value("data"));
        return CallResult.text("Logged");
    }

    private static String progress(McpContext context) {
        context.progress(1, 3, "one");
        context.progress(2, 3, "two");
        context.progress(3, 3, "three");
        return "Done";
    }

    private static Content[] blocks() {
        return new Content[] {
            Content.text("It has a picture"), Content.image(PICTURE, "image/png"), Content.text("")
        };
    }

    private static CallResult refuse() {
        throw new McpException(new RpcError(-32050, "Not today", Json.object("until", "Monday")));
    }

    private static CallResult echoMeta(McpContext context, Values values) {
        return CallResult.structured(context.meta().without("progressToken"))
                .with("_meta", Json.object("com.example/seal", "unbroken"));
    }
}
