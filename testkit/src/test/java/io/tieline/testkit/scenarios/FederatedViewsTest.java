package io.tieline.testkit.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tieline.framework.RequestOptions;
import io.tieline.framework.Tool;
import io.tieline.gateway.ArgumentOverride;
import io.tieline.gateway.Exposure;
import io.tieline.gateway.GatewaySettings;
import io.tieline.gateway.Selection;
import io.tieline.gateway.ToolOverride;
import io.tieline.gateway.route.FederationSettings;
import io.tieline.http.Services;
import io.tieline.testkit.scenarios.FederatedSetup.Front;
import io.tieline.testkit.scenarios.Pairing.Transport;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.McpException;
import io.tieline.wire.Revision;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What of several servers is shown, in which words, and under which path. */
@Timeout(60)
final class FederatedViewsTest {

    private static final Exposure NO_TOUCH =
            Exposure.ALL.withTools(Selection.ALL.withExclude(List.of("touch")));

    private static int error(ThrowingCallable request) {
        return catchThrowableOfType(McpException.class, request).error().code();
    }

    @ParameterizedTest
    @MethodSource("io.tieline.testkit.scenarios.FederatedSetup$Front#all")
    void scenario53And100TheServerHearsItsOwnWordsWhateverIsShown(Front front) throws Exception {
        var ornate =
                ToolOverride.NONE
                        .withName("fancy")
                        .withDescription("Fine")
                        .withArgument("region", ArgumentOverride.NONE.withName("area"));
        var hidden =
                ToolOverride.NONE.withArgument(
                        "call",
                        ArgumentOverride.NONE.withDefault(Json.string("mine")).withHide(true));
        var shown = Exposure.ALL.withOverride("ornate", ornate).withOverride("where", hidden);
        try (var setup =
                        FederatedSetup.plan(front)
                                .http("db", Revision.LATEST_HANDSHAKE, m -> m.withExposure(shown))
                                .http("mail", Revision.STATELESS, m -> m.withExposure(shown))
                                .open();
                var client = setup.client().connect()) {
            var tools = client.listTools();
            for (var name : List.of("db", "mail")) {
                assertThat(tools).extracting(Tool::name).contains(name + "__fancy");
                assertThat(tools).extracting(Tool::name).doesNotContain(name + "__ornate");
                client.callTool(name + "__fancy", Map.of("area", "eu"));
                var heard = called(setup, name);
                assertThat(heard.text("name")).isEqualTo("ornate");
                assertThat(heard.part("arguments")).isEqualTo(Json.object("region", "eu"));
                assertThat(error(() -> client.callTool(name + "__ornate")))
                        .isEqualTo(ErrorCode.INVALID_PARAMS);
                client.callTool(name + "__where");
                heard = called(setup, name);
                assertThat(heard.part("arguments")).isEqualTo(Json.object("call", "mine"));
            }
        }
    }

    /** The parameters of the last call that a server has had. */
    private static Json called(FederatedSetup setup, String server) {
        var call = setup.server(server).asked("tools/call").getLast();
        return Objects.requireNonNull(call.params());
    }

    @ParameterizedTest
    @MethodSource("io.tieline.testkit.scenarios.FederatedSetup$Front#some")
    void scenario48And82And84WhoHasANameAndWhoIsHiddenBehindIt(Front front) throws Exception {
        try (var setup =
                        FederatedSetup.plan(front)
                                .http("db", Revision.LATEST_HANDSHAKE, m -> m.withPrefix(""))
                                .http("mail", Revision.STATELESS, m -> m.withPrefix(""))
                                .http("git", Revision.LATEST_HANDSHAKE)
                                .open();
                var client = setup.client().connect()) {
            assertThat(client.callTool("where").text()).isEqualTo("db");
            assertThat(client.callTool("git__where").text()).isEqualTo("git");
            assertThat(client.callTool("only-mail").text()).isEqualTo("mail");
            var list = client.request("tools/list", null);
            assertThat(list.texts("_meta", "io.tieline/hidden", "mail")).contains("where");
            assertThat(list.list("tools"))
                    .extracting(tool -> tool.text("name"))
                    .doesNotHaveDuplicates()
                    .contains("where", "only-db", "only-mail", "git__where");
            setup.kill("db");
            assertThat(client.callTool("git__where").text()).isEqualTo("git");
            assertThat(client.callTool("only-mail").text()).isEqualTo("mail");
        }
    }

    @ParameterizedTest
    @MethodSource("io.tieline.testkit.scenarios.FederatedSetup$Front#http")
    void scenario99And101APathIsOneServerOrOneViewAndItsFilterHoldsInSearch(Front front)
            throws Exception {
        try (var setup = FederatedSetup.three(front, m -> m.withExposure(NO_TOUCH)).open()) {
            var view =
                    setup.settings()
                            .withSelections(
                                    Selection.ALL.withExclude(List.of("*__put")),
                                    Selection.ALL,
                                    Selection.ALL)
                            .withSearch(List.of("db__where"));
            var dev = setup.federation(setup.mounts().subList(1, 3), view);
            var services =
                    Services.of(setup.federation())
                            .with("git", setup.gateway("git"))
                            .with("dev", dev);
            var listener = setup.listen(services, 0);
            try (var git = setup.client(listener, "git").connect();
                    var some = setup.client(listener, "dev").connect()) {
                assertThat(git.callTool("where").text()).isEqualTo("git");
                assertThat(error(() -> git.callTool("git__where")))
                        .isEqualTo(ErrorCode.INVALID_PARAMS);
                assertThat(some.listTools())
                        .extracting(Tool::name)
                        .containsExactly("search_tools", "call_tool", "db__where");
                assertThat(found(some.callTool("search_tools", Map.of("query", "put get")).json()))
                        .contains("db__get", "mail__get")
                        .doesNotContain("db__put", "mail__put", "git__get");
                for (var name : List.of("db__put", "put", "db__touch", "touch", "git__where")) {
                    assertThat(error(() -> some.callTool(name)))
                            .as(name)
                            .isEqualTo(ErrorCode.INVALID_PARAMS);
                    assertThat(error(() -> some.callTool("call_tool", Map.of("name", name))))
                            .as(name)
                            .isEqualTo(ErrorCode.INVALID_PARAMS);
                }
                assertThat(setup.server("db").asked("tools/call")).isEmpty();
            }
        }
    }

    private static List<String> found(Json result) {
        return result.part("structuredContent").list("tools").stream()
                .map(tool -> tool.text("name"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("io.tieline.testkit.scenarios.FederatedSetup$Front#all")
    void scenario102WhatWasFoundRunsWithQuestionsProgressAndPolicy(Front front) throws Exception {
        var seen = new ConcurrentLinkedQueue<String>();
        var watched =
                GatewaySettings.DEFAULT.withInterceptors(
                        List.of((exchange, request, next) -> {
                            if (request.method().equals("tools/call")) {
                                seen.add(
                                        String.valueOf(
                                                Objects.requireNonNull(request.params())
                                                        .text("name")));
                            }
                            next.proceed(request);
                        }));
        try (var setup =
                        FederatedSetup.plan(front)
                                .settings(FederationSettings.DEFAULT.withSearch(List.of()))
                                .with("db", Transport.STREAMABLE_HTTP, watched, mount -> mount)
                                .http("mail", Revision.STATELESS)
                                .open();
                var client = setup.echoing().connect()) {
            var query = Map.of("query", "ask");
            assertThat(found(client.callTool("search_tools", query).json()))
                    .contains("db__ask", "mail__ask");
            for (var name : List.of("db", "mail")) {
                var ask = Map.of("name", name + "__ask", "arguments", Map.of("call", "1"));
                assertThat(client.callTool("call_tool", ask).text())
                        .isEqualTo(name + ":1=to " + name + ":1");
                var told = new ConcurrentLinkedQueue<String>();
                var say = Map.of("name", name + "__say", "arguments", Map.of("level", "error"));
                var options = RequestOptions.progress(one -> told.add(one.json().toString()));
                assertThat(client.callTool("call_tool", say, options).text()).isEqualTo(name);
                assertThat(told).hasSize(1);
            }
            assertThat(seen).contains("ask", "say");
        }
    }
}
