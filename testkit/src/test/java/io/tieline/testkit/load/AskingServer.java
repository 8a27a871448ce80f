package io.tieline.testkit.load;

import io.tieline.framework.Answer;
import io.tieline.framework.CallResult;
import io.tieline.framework.McpServer;
import io.tieline.framework.SystemTimers;
import io.tieline.framework.Tool;
import io.tieline.session.client.SessionSettings;
import io.tieline.stdio.StdioFront;
import io.tieline.stdio.StdioSettings;
import io.tieline.testkit.program.JavaProgram;
import io.tieline.wire.Json;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A server whose tool asks for what it returns; as a program, on its standard streams. */
final class AskingServer {

    private static final Json SCHEMA =
            Json.of("{\"type\":\"object\",\"properties\":{\"secret\":{\"type\":\"string\"}}}");

    /** Clients that never answer keep their questions open for a while. */
    static final SessionSettings PATIENT =
            new SessionSettings(
                    Duration.ofMinutes(30),
                    Duration.ofMinutes(10),
                    Duration.ofMinutes(10),
                    100,
                    4096,
                    4096);

    private AskingServer() {}

    static McpServer server() {
        return McpServer.named("asking", "1")
                .tool(
                        Tool.of("ask"),
                        (context, arguments) -> {
                            var call = arguments.text("call");
                            return switch (context.elicit(call, SCHEMA)) {
                                case Answer.Accept(var given) ->
                                        CallResult.text(call + "=" + given.text("secret"));
                                default -> CallResult.error("not answered");
                            };
                        })
                .tool(
                        Tool.of("wait"),
                        (context, arguments) -> {
                            var never = new CountDownLatch(1);
                            boolean cut =
                                    never.await(arguments.integer("millis"), TimeUnit.MILLISECONDS);
                            return CallResult.text(cut ? "cut" : "waited");
                        })
                .build();
    }

    /** How to start this server as a child. */
    static List<String> command() {
        return JavaProgram.command(AskingServer.class, "-Xmx128m");
    }

    public static void main(String[] arguments) {
        try (var time = new SystemTimers();
                var front =
                        StdioFront.serve(
                                server(),
                                System.in,
                                new FileOutputStream(FileDescriptor.out),
                                PATIENT,
                                StdioSettings.DEFAULT.withGrace(Duration.ofSeconds(1)),
                                time.environment())) {
            front.closed().toCompletableFuture().join();
        }
    }
}
