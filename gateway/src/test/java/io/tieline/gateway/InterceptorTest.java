package io.tieline.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.McpException;
import io.tieline.wire.Method;
import io.tieline.wire.Result;
import io.tieline.wire.Revision;
import io.tieline.wire.RpcError;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What stands between a client's request and its backend. */
@Timeout(20)
final class InterceptorTest {

    private static GatewayWorld with(Interceptor... interceptors) {
        return GatewayWorld.stateful(
                GatewaySettings.DEFAULT.withInterceptors(List.of(interceptors)));
    }

    private static final Interceptor NO_DELETIONS =
            (exchange, request, next) -> {
                var name = request.params() == null ? null : request.params().text("name");
                if ("delete".equals(name)) {
                    exchange.fail(
                            RpcError.of(ErrorCode.INVALID_REQUEST, "Nothing is deleted here"));
                } else {
                    next.proceed(request);
                }
            };

    @ParameterizedTest
    @EnumSource(names = {"V2025_11_25", "V2026_07_28"})
    void itMayAnswerInTheBackendsPlaceInBothEras(Revision revision) {
        try (var world = with(NO_DELETIONS)) {
            var client = world.client(revision);
            assertThat(client.call("delete").error().message())
                    .isEqualTo("Nothing is deleted here");
            assertThat(client.call("echo").text()).startsWith("connection");
            assertThat(world.server.calls("delete")).isZero();
        }
    }

    @Test
    void theFirstSeesTheRequestFirstAndTheAnswerLast() {
        var seen = new ArrayList<String>();
        Interceptor outer =
                (exchange, request, next) -> {
                    seen.add("outer sees " + request.method());
                    exchange.onFinish(response -> {
                        seen.add("outer answers");
                        return response;
                    });
                    next.proceed(request);
                };
        Interceptor inner =
                (exchange, request, next) -> {
                    seen.add("inner sees " + request.method());
                    exchange.onFinish(response -> {
                        seen.add("inner answers");
                        return response;
                    });
                    next.proceed(request);
                };
        try (var world = with(outer, inner)) {
            world.client().call("echo").result();
        }
        assertThat(seen)
                .containsExactly(
                        "outer sees tools/call",
                        "inner sees tools/call",
                        "inner answers",
                        "outer answers");
    }

    @Test
    void whatOneChangesIsWhatTheNextAndTheBackendSee() {
        Interceptor renaming =
                (exchange, request, next) ->
                        next.proceed(
                                request.withParams(
                                        Json.object("name", "renamed", "arguments", Json.TRUE)));
        var seen = new ArrayList<String>();
        Interceptor reading =
                (exchange, request, next) -> {
                    seen.add(String.valueOf(request.params()));
                    next.proceed(request);
                };
        try (var world = with(renaming, reading)) {
            var call = world.client().call("echo");
            world.server.call("renamed").answer("done");
            assertThat(call.text()).isEqualTo("done");
        }
        assertThat(seen).containsExactly("{\"name\":\"renamed\",\"arguments\":true}");
    }

    @Test
    void itMayChangeTheAnswerOnItsWayBack() {
        Interceptor signing =
                (exchange, request, next) -> {
                    exchange.onFinish(response ->
                            response instanceof Result result
                                    ? result.withResult(result.result().with("seen", Json.TRUE))
                                    : response);
                    next.proceed(request);
                };
        try (var world = with(signing)) {
            assertThat(world.client().call("echo").result().flag("seen")).isTrue();
        }
    }

    @Test
    void itMayGoOnLaterAndOthersAreServedMeanwhile() {
        var waiting = new ArrayList<Runnable>();
        Interceptor holding =
                (exchange, request, next) -> {
                    var name = request.params() == null ? null : request.params().text("name");
                    if ("later".equals(name)) {
                        waiting.add(() -> next.proceed(request));
                    } else {
                        next.proceed(request);
                    }
                };
        try (var world = with(holding)) {
            var client = world.client();
            var later = client.call("later");
            assertThat(client.call("echo").isOver()).isTrue();
            assertThat(world.server.calls("later")).isZero();
            waiting.getFirst().run();
            world.server.call("later").answer("done");
            assertThat(later.text()).isEqualTo("done");
        }
    }

    @Test
    void whatItThrowsFailsThisRequestOnly() {
        Interceptor strict =
                (exchange, request, next) -> {
                    if (request.method().equals(Method.TOOLS_LIST)) {
                        throw new McpException(ErrorCode.INVALID_REQUEST, "No listing");
                    }
                    next.proceed(request);
                };
        try (var world = with(strict)) {
            var client = world.client();
            assertThat(client.request(Method.TOOLS_LIST, Json.EMPTY_OBJECT).error().message())
                    .isEqualTo("No listing");
            assertThat(client.call("echo").text()).startsWith("connection");
        }
    }

    @Test
    void theHandshakeIsTheGatewaysOwn() {
        var seen = new ArrayList<String>();
        Interceptor reading =
                (exchange, request, next) -> {
                    seen.add(request.method());
                    next.proceed(request);
                };
        try (var world = with(reading)) {
            world.client();
        }
        assertThat(seen).isEmpty();
    }
}
