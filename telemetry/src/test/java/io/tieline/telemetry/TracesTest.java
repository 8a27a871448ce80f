package io.tieline.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.tieline.session.Caller;
import io.tieline.session.Principal;
import io.tieline.testkit.peers.ReceivedRequest;
import io.tieline.testkit.peers.ScriptedServer;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Revision;
import io.tieline.wire.RpcError;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TracesTest {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String PARENT = "00-" + TRACE + "-b7ad6b7169203331-01";
    private static final String UNSAMPLED = "00-" + TRACE + "-b7ad6b7169203331-00";

    private static Json call(String tool, String traceparent) {
        return Json.object(
                "name", tool, "_meta", Json.object("com.example/a", 2, "traceparent", traceparent));
    }

    private static SpanData only(List<SpanData> spans, String name, SpanKind kind) {
        var found =
                spans.stream()
                        .filter(span -> span.getName().equals(name) && span.getKind() == kind)
                        .toList();
        assertThat(found).as(name).hasSize(1);
        return found.getFirst();
    }

    private static String spanIn(@Nullable Json meta) {
        var parent = meta == null ? null : meta.text("traceparent");
        return Objects.requireNonNull(parent).substring(36, 52);
    }

    @Test
    void aPlainCallIsOneSpanOfOursUnderItsClientsAndOneUnderThat() {
        var server = ScriptedServer.stateful().tool("book", it -> it.answer("booked"));
        try (var hops = TracedHops.one(server);
                var client = hops.client(Revision.LATEST_HANDSHAKE).connect()) {
            var reply = client.request(Method.TOOLS_CALL, call("book", PARENT));
            assertThat(reply.text()).isEqualTo("booked");
            var served = only(hops.spans(), "tools/call book", SpanKind.SERVER);
            var called = only(hops.spans(), "tools/call book", SpanKind.CLIENT);
            assertThat(served.getTraceId()).isEqualTo(TRACE);
            assertThat(served.getParentSpanId()).isEqualTo("b7ad6b7169203331");
            assertThat(called.getParentSpanId()).isEqualTo(served.getSpanId());
            var meta = server.call("book").request().meta();
            assertThat(spanIn(meta)).isEqualTo(called.getSpanId());
            assertThat(meta).isNotNull();
            assertThat(meta.toString()).startsWith("{\"com.example/a\":2,");
        }
    }

    @Test
    void spansSayWhatWasCalledAndWhere() {
        var server = ScriptedServer.stateful().tool("book", it -> it.answer("booked"));
        try (var hops = TracedHops.one(server);
                var client = hops.client(Revision.LATEST_HANDSHAKE).connect()) {
            client.call("book");
            var served = only(hops.spans(), "tools/call book", SpanKind.SERVER).getAttributes();
            assertThat(served.get(SpanKeys.METHOD)).isEqualTo("tools/call");
            assertThat(served.get(SpanKeys.TOOL)).isEqualTo("book");
            assertThat(served.get(SpanKeys.OPERATION)).isEqualTo("execute_tool");
            assertThat(served.get(SpanKeys.REVISION)).isEqualTo("2025-11-25");
            assertThat(served.get(SpanKeys.SESSION)).hasSize(8);
            assertThat(served.get(SpanKeys.TRANSPORT)).isEqualTo("pipe");
            assertThat(served.get(SpanKeys.REQUEST_ID)).isNotBlank();
            assertThat(served.get(SpanKeys.ERROR)).isNull();
            var called = only(hops.spans(), "tools/call book", SpanKind.CLIENT).getAttributes();
            assertThat(called.get(SpanKeys.SERVER)).isEqualTo("scripted");
            assertThat(called.get(SpanKeys.TRANSPORT)).isEqualTo("tcp");
            assertThat(called.get(SpanKeys.ADDRESS)).isEqualTo("there.test");
            assertThat(called.get(SpanKeys.PORT)).isEqualTo(8443);
        }
    }

    @Test
    void aUriIsInNoName() {
        var server =
                ScriptedServer.stateful().on(Method.RESOURCES_READ, it -> it.answer(Json.of("{}")));
        try (var hops = TracedHops.one(server);
                var client = hops.client(Revision.LATEST_HANDSHAKE).connect()) {
            client.request(Method.RESOURCES_READ, Json.object("uri", "secret://key"));
            assertThat(hops.spans())
                    .extracting(SpanData::getName)
                    .containsOnly(Method.RESOURCES_READ);
            assertThat(hops.spans().toString()).doesNotContain("secret://key");
        }
    }

    @Test
    void whatFailsSaysWhy() {
        var failed = Json.of("{\"content\":[],\"isError\":true}");
        var server =
                ScriptedServer.stateful()
                        .tool("sorry", it -> it.answer(failed))
                        .tool("never", it -> it.fail(RpcError.of(ErrorCode.INTERNAL_ERROR, "No")));
        try (var hops = TracedHops.one(server);
                var client = hops.client(Revision.LATEST_HANDSHAKE).connect()) {
            client.call("sorry");
            client.call("never");
            for (var kind : List.of(SpanKind.SERVER, SpanKind.CLIENT)) {
                var sorry = only(hops.spans(), "tools/call sorry", kind);
                assertThat(sorry.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
                assertThat(sorry.getAttributes().get(SpanKeys.ERROR)).isEqualTo("tool_error");
                var never = only(hops.spans(), "tools/call never", kind).getAttributes();
                assertThat(never.get(SpanKeys.ERROR)).isEqualTo("-32603");
                assertThat(never.get(SpanKeys.STATUS)).isEqualTo("-32603");
            }
        }
    }

    @Test
    void whatItsHeadersSayIsALinkAndNoParent() {
        var headers = Map.of("traceparent", PARENT);
        var server = ScriptedServer.stateful().tool("book", it -> it.answer("booked"));
        try (var hops = TracedHops.one(server);
                var client =
                        hops.client(Revision.LATEST_HANDSHAKE)
                                .caller(new Caller(Principal.LOCAL, headers))
                                .connect()) {
            client.call("book");
            var served = only(hops.spans(), "tools/call book", SpanKind.SERVER);
            assertThat(served.getTraceId()).isNotEqualTo(TRACE);
            assertThat(served.getLinks())
                    .extracting(link -> link.getSpanContext().getTraceId())
                    .containsExactly(TRACE);
        }
    }

    @Test
    void whatIsNotSampledPassesAsItCame() {
        var server = ScriptedServer.stateful().tool("book", it -> it.answer("booked"));
        try (var hops = TracedHops.one(server);
                var client = hops.client(Revision.LATEST_HANDSHAKE).connect()) {
            client.request(Method.TOOLS_CALL, call("book", UNSAMPLED));
            assertThat(server.call("book").params().text("_meta", "traceparent"))
                    .isEqualTo(UNSAMPLED);
            assertThat(hops.spans()).isEmpty();
        }
    }

    @Test
    void scenario117WhereNothingIsTracedAndNothingCameNothingIsAdded() {
        var server = ScriptedServer.stateful().tool("book", it -> it.answer("booked"));
        try (var hops = TracedHops.sampled(server, Sampler.alwaysOff());
                var client = hops.client(Revision.LATEST_HANDSHAKE).connect()) {
            client.call("book");
            assertThat(server.call("book").params())
                    .hasToString("{\"name\":\"book\",\"arguments\":{}}");
        }
    }

    @Test
    void aTraceStateWhoseParentCannotBeReadDoesNotPassForOurs() {
        var server = ScriptedServer.stateful().tool("book", it -> it.answer("booked"));
        var meta = Json.object("traceparent", "nonsense", "tracestate", "theirs=1");
        try (var hops = TracedHops.one(server);
                var client = hops.client(Revision.LATEST_HANDSHAKE).connect()) {
            client.request(Method.TOOLS_CALL, Json.object("name", "book", "_meta", meta));
            var sent = Objects.requireNonNull(server.call("book").request().meta());
            assertThat(sent.text("tracestate")).isEmpty();
            assertThat(spanIn(sent)).hasSize(16);
        }
    }

    /** Clients, what lies between two gateways, and servers, in every combination of eras. */
    static Stream<Arguments> eras() {
        var both = List.of(Revision.LATEST_HANDSHAKE, Revision.STATELESS);
        return both.stream()
                .flatMap(client ->
                        both.stream()
                                .flatMap(between ->
                                        Stream.of(false, true)
                                                .map(server ->
                                                        Arguments.of(client, between, server))));
    }

    /** Asks twice for a seat and a card before it books. */
    private static ScriptedServer asking(boolean isStateless) {
        return isStateless
                ? ScriptedServer.stateless().tool("book", TracesTest::askByResults)
                : ScriptedServer.stateful()
                        .tool("book", it -> it.elicit("Seat?", _ -> askForCard(it)));
    }

    private static void askForCard(ReceivedRequest call) {
        call.elicit("Card?", _ -> call.answer("booked"));
    }

    private static void askByResults(ReceivedRequest call) {
        var state = call.params().text("requestState");
        if (state == null) {
            call.requireForms("seat", "Seat?");
        } else if (state.equals("seat")) {
            call.requireForms("card", "Card?");
        } else {
            call.answer("booked");
        }
    }

    private static @Nullable Json accepted() {
        return Json.of("{\"action\":\"accept\",\"content\":{}}");
    }

    @ParameterizedTest
    @MethodSource("eras")
    void scenario116ACallWithTwoQuestionsThroughTwoHopsIsOneTrace(
            Revision clients, Revision between, boolean isStateless) {
        try (var hops = TracedHops.two(asking(isStateless), between);
                var client = hops.client(clients).answering(_ -> accepted()).connect()) {
            var reply = client.request(Method.TOOLS_CALL, call("book", PARENT));
            assertThat(hops.answered(reply).text()).isEqualTo("booked");
            var spans = hops.spans();
            assertThat(spans).extracting(SpanData::getTraceId).containsOnly(TRACE);
            // Where neither side of a gateway has sessions, questions pass it as results.
            int asking = between.isStateless() ? 0 : 2;
            asking += between.isStateless() && !clients.isStateless() ? 1 : 0;
            asking += between.isStateless() && !isStateless ? 1 : 0;
            var questions = of(spans, Method.ELICITATION_CREATE, SpanKind.CLIENT);
            assertThat(questions).hasSize(2 * asking);
            assertThat(questions)
                    .extracting(SpanData::getParentSpanId)
                    .isSubsetOf(ids(of(spans, "tools/call book", SpanKind.CLIENT)));
            requireOneRoot(spans);
        }
    }

    private static List<String> ids(List<SpanData> spans) {
        return spans.stream().map(SpanData::getSpanId).toList();
    }

    private static List<SpanData> of(List<SpanData> spans, String name, SpanKind kind) {
        return spans.stream()
                .filter(span -> span.getName().equals(name) && span.getKind() == kind)
                .toList();
    }

    /** Every parent is a span of ours, or the client's. */
    private static void requireOneRoot(List<SpanData> spans) {
        var known = ids(spans);
        assertThat(spans)
                .allSatisfy(span ->
                        assertThat(
                                        known.contains(span.getParentSpanId())
                                                || span.getParentSpanId()
                                                        .equals("b7ad6b7169203331"))
                                .as(span.toString())
                                .isTrue());
        var served = of(spans, "tools/call book", SpanKind.SERVER);
        assertThat(of(spans, "tools/call book", SpanKind.CLIENT))
                .extracting(SpanData::getParentSpanId)
                .isSubsetOf(ids(served));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", PARENT})
    void scenario116TheRoundsOfAParkedCallAreLinked(String parent) {
        try (var hops = TracedHops.one(asking(false));
                var client = hops.client(Revision.STATELESS).answering(_ -> accepted()).connect()) {
            var params = parent.isEmpty() ? Json.object("name", "book") : call("book", parent);
            var reply = hops.answered(client.request(Method.TOOLS_CALL, params));
            assertThat(reply.attempts()).isEqualTo(3);
            var rounds = of(hops.spans(), "tools/call book", SpanKind.SERVER);
            assertThat(rounds).hasSize(3);
            for (int round = 1; round < 3; round++) {
                var before = rounds.get(round - 1).getSpanId();
                assertThat(rounds.get(round).getLinks())
                        .extracting(link -> link.getSpanContext().getSpanId())
                        .contains(before);
            }
            assertThat(rounds)
                    .extracting(SpanData::getTraceId)
                    .containsOnly(rounds.getFirst().getTraceId());
        }
    }

    @Test
    void whoTakesACallBackEndsItsSpans() {
        var server = ScriptedServer.stateful().tool("book", _ -> {});
        try (var hops = TracedHops.one(server);
                var client = hops.client(Revision.LATEST_HANDSHAKE).connect()) {
            client.call("book").cancel("too long");
            assertThat(hops.spans())
                    .extracting(span -> span.getAttributes().get(SpanKeys.OUTCOME))
                    .containsExactly("cancelled", "cancelled");
        }
    }
}
