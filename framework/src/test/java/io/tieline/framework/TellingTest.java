package io.tieline.framework;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.wire.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a handler tells its client. */
@Timeout(20)
@ParameterizedClass
@EnumSource
final class TellingTest {

    private final Route route;

    TellingTest(Route route) {
        this.route = route;
    }

    private static McpServer serverWith(Tool.Handler handler) {
        return McpServer.named("telling", "1").tool(Tool.of("tell"), handler).build();
    }

    @Test
    void scenario14LevelLoggerAndDataOfAnyTypeArriveUnchanged() {
        var logged = Collections.synchronizedList(new ArrayList<LogMessage>());
        var server =
                serverWith((context, arguments) -> {
                    context.log(LogLevel.WARNING, "disk", Json.of("[1,{\"a\":2.50}]"));
                    context.log(LogLevel.INFO, "plain");
                    context.log(LogLevel.EMERGENCY, null, Json.NULL);
                    return CallResult.of();
                });
        try (var client = McpClient.to(route.to(server)).onLog(logged::add).connect()) {
            client.callTool("tell");
            assertThat(logged)
                    .containsExactly(
                            log(
                                    "{\"level\":\"warning\",\"logger\":\"disk\",\"data\":[1,{\"a\":2.50}]}"),
                            log("{\"level\":\"info\",\"data\":\"plain\"}"),
                            log("{\"level\":\"emergency\",\"data\":null}"));
            assertThat(logged.getFirst().level()).isEqualTo(LogLevel.WARNING);
            assertThat(logged.getFirst().logger()).isEqualTo("disk");
            assertThat(logged.get(1).text()).isEqualTo("plain");
        }
    }

    private static LogMessage log(String json) {
        return new LogMessage(Json.of(json));
    }

    @Test
    void aClientHearsTheLevelsThatItWants() {
        var logged = Collections.synchronizedList(new ArrayList<String>());
        var server =
                serverWith((context, arguments) -> {
                    for (var level : LogLevel.values()) {
                        context.log(level, level.text());
                    }
                    return CallResult.of();
                });
        try (var client =
                McpClient.to(route.to(server))
                        .onLog(message -> logged.add(message.text()))
                        .connect()) {
            client.setLevel(LogLevel.ALERT);
            client.callTool("tell");
            assertThat(logged).containsExactly("alert", "emergency");
        }
    }

    @Test
    void scenario1EachOfTwoClientsGetsItsOwnLogOnly() throws InterruptedException {
        var both = new CyclicBarrier(2);
        var server =
                serverWith((context, arguments) -> {
                    both.await(10, TimeUnit.SECONDS);
                    context.log(LogLevel.INFO, arguments.text("who"));
                    return CallResult.of();
                });
        var alice = Collections.synchronizedList(new ArrayList<String>());
        var bob = Collections.synchronizedList(new ArrayList<String>());
        try (var first =
                        McpClient.to(route.to(server))
                                .onLog(message -> alice.add(message.text()))
                                .connect();
                var second =
                        McpClient.to(route.to(server))
                                .onLog(message -> bob.add(message.text()))
                                .connect()) {
            var call =
                    Thread.ofVirtual()
                            .start(() -> first.callTool("tell", Json.object("who", "alice")));
            second.callTool("tell", Json.object("who", "bob"));
            call.join();
            assertThat(alice).containsExactly("alice");
            assertThat(bob).containsExactly("bob");
        }
    }

    @Test
    void scenario15ProgressArrivesInOrderAndBeforeTheResult() {
        var server =
                serverWith((context, arguments) -> {
                    context.progress(0, 100, "begun");
                    context.progress(50, 100);
                    context.progress(99.5);
                    return CallResult.of();
                });
        var seen = Collections.synchronizedList(new ArrayList<Progress>());
        try (var client = McpClient.to(route.to(server)).connect()) {
            client.callTool("tell", Json.EMPTY_OBJECT, RequestOptions.progress(seen::add));
            assertThat(seen).extracting(Progress::progress).containsExactly(0.0, 50.0, 99.5);
            assertThat(seen.get(0).message()).isEqualTo("begun");
            assertThat(seen.get(1).total()).hasValue(100);
            assertThat(seen.get(1).json().get("progress")).hasToString("50");
            assertThat(seen.get(2).total()).isEmpty();

            client.callTool("tell");
            assertThat(seen).hasSize(3);
        }
    }

    @Test
    void aFloodOfProgressIsHeldBackAndNotLost() {
        var server =
                serverWith((context, arguments) -> {
                    for (int i = 1; i <= 2000; i++) {
                        context.progress(i);
                    }
                    return CallResult.of();
                });
        var seen = Collections.synchronizedList(new ArrayList<Double>());
        try (var client =
                McpClient.to(route.to(server))
                        .onProgress(it -> seen.add(it.progress()))
                        .connect()) {
            client.callTool("tell");
            assertThat(seen).isSorted().contains(1.0).endsWith(2000.0);
        }
    }
}
