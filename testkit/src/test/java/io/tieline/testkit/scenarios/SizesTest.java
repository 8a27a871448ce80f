package io.tieline.testkit.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tieline.framework.Content;
import io.tieline.framework.McpClient;
import io.tieline.framework.RequestOptions;
import io.tieline.gateway.GatewaySettings;
import io.tieline.session.backend.CallRule;
import io.tieline.testkit.scenarios.Pairing.Transport;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.Limits;
import io.tieline.wire.McpException;
import io.tieline.wire.Revision;
import io.tieline.wire.RpcError;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Scenario 186: what is large passes, and what is too large fails at once and says which limit it
 * met and how that is raised. A call that hangs would do so for ten minutes.
 */
@Timeout(60)
final class SizesTest {

    private static final int MEGABYTE = 1_000_000;
    private static final Limits SMALL = new Limits(64 * 1024, 50, 100);

    /** Each transport and each era on either side. */
    record Way(Pairing pairing, Revision client, Revision backend) {

        private Setup setup() throws Exception {
            return Setup.of(pairing, GatewaySettings.DEFAULT.withRevision(backend));
        }

        private Setup setup(Limits messages, CallRule calls) throws Exception {
            var settings = GatewaySettings.DEFAULT.withRevision(backend).withCalls(calls);
            return Setup.of(pairing, settings, messages);
        }

        /** Over HTTP it is the front's limit, or that of the server behind: 4 MiB. */
        private int longestArgument() {
            boolean pipes =
                    pairing.front() == Transport.STDIO && pairing.backend() == Transport.STDIO;
            return pipes ? 12 * MEGABYTE : 3 * MEGABYTE;
        }

        /** A backend without sessions can only be told that its question was dismissed. */
        private String[] toldOfAQuestionThatFails() {
            return backend.isStateless() && !client.isStateless()
                    ? new String[] {"Never mind."}
                    : new String[] {"65536 bytes", "--max-message"};
        }

        @Override
        public String toString() {
            return client.text() + " to " + backend.text() + ", " + pairing;
        }
    }

    static Stream<Way> ways() {
        return Pairing.all()
                .filter(pairing -> pairing.front() != Transport.IN_PROCESS)
                .filter(pairing -> pairing.backend() != Transport.IN_PROCESS)
                .flatMap(pairing ->
                        pairing.frontEras()
                                .flatMap(client ->
                                        pairing.backendEras()
                                                .map(backend ->
                                                        new Way(pairing, client, backend))));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void scenario186WhatIsLargePassesInBothDirections(Way way) throws Exception {
        try (var setup = way.setup();
                var client = setup.client().revision(way.client()).connect()) {
            var tree = SampleSizes.tree(500);
            var grown = client.callTool("tree", Map.of("levels", 500));
            assertThat(grown.structuredContent()).isEqualTo(tree);
            assertThat(same(client, tree)).isEqualTo(tree);

            var drawn = client.callTool("picture", Map.of("bytes", 12 * MEGABYTE)).content();
            assertThat(((Content.Image) drawn.getFirst()).data())
                    .isEqualTo(SampleSizes.picture(12 * MEGABYTE));
            var argument = argument(way.longestArgument());
            assertThat(same(client, argument).equals(argument)).isTrue();

            assertThat(client.listTools()).contains(SampleSizes.NESTED);
            var nested = SampleSizes.tree(SampleSizes.SCHEMA_LEVELS);
            assertThat(client.callTool("nested", nested).structuredContent()).isEqualTo(nested);
        }
    }

    private static Json same(McpClient client, Json value) {
        var same = client.callTool("same", value).structuredContent();
        return same == null ? Json.NULL : same;
    }

    private static Json argument(int bytes) {
        return Json.object("data", Base64.getEncoder().encodeToString(SampleSizes.picture(bytes)));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void scenario186WhatIsTooLargeFailsAtOnceAndSaysHowItsLimitIsRaised(Way way) throws Exception {
        try (var setup = way.setup(SMALL, CallRule.OVERLAP);
                var client = setup.client().revision(way.client()).connect()) {
            var beside = client.startTool("hold", Map.of("gate", "held"), RequestOptions.NONE);
            client.callTool("await", Map.of("gate", "held.begun"));

            var picture = failure(client, "picture", Json.object("bytes", 100_000));
            assertThat(picture.message()).contains("65536 bytes", "--max-message");
            var tree = failure(client, "tree", Json.object("levels", 60));
            assertThat(tree.message()).contains("50 levels", "--max-depth");
            assertThat(List.of(picture, tree))
                    .extracting(RpcError::code)
                    .containsOnly(ErrorCode.BACKEND_BROKE_PROTOCOL);

            assertThat(failure(client, "same", argument(100_000)).message())
                    .contains("65536 bytes", "--max-message");
            assertThat(failure(client, "same", SampleSizes.tree(60)).message())
                    .contains("50 levels", "--max-depth");

            client.callTool("open", Map.of("gate", "held", "value", "still here"));
            assertThat(beside.await().text()).isEqualTo("still here");
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void scenario186AnAnswerThatIsTooLargeFailsItsQuestionAtOnce(Way way) throws Exception {
        try (var setup = way.setup(SMALL, CallRule.LEARN);
                var client = setup.client("x".repeat(100_000)).revision(way.client()).connect()) {
            assertThat(greeted(client)).contains(way.toldOfAQuestionThatFails());
            assertThat(same(client, Json.EMPTY_OBJECT)).isEqualTo(Json.EMPTY_OBJECT);
        }
    }

    /** What became of the call: without a session the answer is a part of it. */
    private static String greeted(McpClient client) {
        try {
            return client.callTool("greet").text();
        } catch (McpException failed) {
            return failed.error().message();
        }
    }

    private static RpcError failure(McpClient client, String tool, Json arguments) {
        var thrown =
                catchThrowableOfType(McpException.class, () -> client.callTool(tool, arguments));
        assertThat(thrown).as(tool).isNotNull();
        return thrown.error();
    }
}
