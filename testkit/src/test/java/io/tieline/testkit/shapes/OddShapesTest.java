package io.tieline.testkit.shapes;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.wire.ErrorCode;
import io.tieline.wire.Failure;
import io.tieline.wire.Method;
import io.tieline.wire.Response;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.opentest4j.AssertionFailedError;

/**
 * Every message that the gateway looks into, with each of its parts in odd shapes, in both
 * directions and eras and with every policy: a peer's mistake is answered, and is no fault of the
 * program. Each variant takes some of the ways through the gateway in turn; all of them with {@code
 * -Dtieline.shapes=all}.
 */
@Timeout(300)
final class OddShapesTest {

    /** How many ways one variant takes. */
    private static final int WAYS = 2;

    private static final List<Setting> SETTINGS = Setting.all();

    /** Every limit has passed by then. */
    private static final Duration LONG = Duration.ofHours(3);

    private static final Set<Integer> ABOUT_BACKENDS =
            Set.of(
                    ErrorCode.BACKEND_GONE,
                    ErrorCode.BACKEND_TIMED_OUT,
                    ErrorCode.BACKEND_BROKE_PROTOCOL,
                    ErrorCode.BACKEND_SESSION_LOST);

    private static final String TEXT = "[{\"type\":\"text\",\"text\":\"done\"}]";

    /** What backends answer, by the method that is answered. */
    private static final Map<String, List<String>> ANSWERS =
            Map.of(
                    Method.INITIALIZE,
                    List.of(
                            "{\"result\":{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"tools\":{\"listChanged\":true},\"resources\":{\"subscribe\":true},\"logging\":{},\"tasks\":{}},\"serverInfo\":{\"name\":\"n\",\"version\":\"1\"},\"instructions\":\"i\"}}",
                            "{\"error\":{\"code\":-32022,\"message\":\"m\",\"data\":{\"supported\":[\"2026-07-28\"]}}}"),
                    Method.SERVER_DISCOVER,
                    List.of(
                            "{\"result\":{\"resultType\":\"complete\",\"supportedVersions\":[\"2026-07-28\"],\"capabilities\":{\"tools\":{\"listChanged\":true},\"resources\":{\"subscribe\":true}},\"_meta\":{\"io.modelcontextprotocol/serverInfo\":{\"name\":\"n\",\"version\":\"1\"}},\"instructions\":\"i\",\"ttlMs\":5,\"cacheScope\":\"public\"}}",
                            "{\"error\":{\"code\":-32022,\"message\":\"m\",\"data\":{\"supported\":[\"2026-07-28\"]}}}"),
                    Method.TOOLS_LIST,
                    List.of(
                            "{\"result\":{\"resultType\":\"complete\",\"ttlMs\":60000,\"cacheScope\":\"public\",\"tools\":[{\"name\":\"echo\",\"inputSchema\":{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\",\"x-mcp-header\":\"a\"}}},\"outputSchema\":{\"type\":\"object\"},\"execution\":{}}],\"nextCursor\":\"c\"}}"),
                    Method.TOOLS_CALL,
                    List.of(
                            "{\"result\":{\"content\":[{\"type\":\"resource_link\",\"uri\":\"u\",\"name\":\"n\"},{\"type\":\"audio\",\"data\":\"AA==\",\"mimeType\":\"audio/wav\"}],\"structuredContent\":{\"a\":1},\"isError\":false,\"_meta\":{\"a\":1},\"task\":{\"taskId\":\"t\"}}}",
                            "{\"result\":{\"resultType\":\"input_required\",\"requestState\":\"s\",\"inputRequests\":{\"k\":{\"method\":\"elicitation/create\",\"params\":{\"mode\":\"form\",\"message\":\"m\",\"requestedSchema\":{\"type\":\"object\",\"properties\":{}}}}}}}",
                            "{\"result\":{\"resultType\":\"task\",\"taskId\":\"t\",\"status\":\"working\"}}",
                            "{\"error\":{\"code\":-32042,\"message\":\"m\",\"data\":{\"elicitations\":[{\"mode\":\"url\",\"elicitationId\":\"e\",\"url\":\"http://x/\",\"message\":\"m\"}]}}}",
                            "{\"error\":{\"code\":-32020,\"message\":\"m\",\"data\":{\"mismatch\":{\"header\":\"a\",\"body\":\"b\"}}}}",
                            "{\"error\":{\"code\":-32021,\"message\":\"m\",\"data\":{\"requiredCapabilities\":{\"sampling\":{}}}}}",
                            "{\"error\":{\"code\":-32022,\"message\":\"m\",\"data\":{\"supported\":[\"2026-07-28\"]}}}"),
                    Method.PROMPTS_GET,
                    List.of(
                            "{\"result\":{\"description\":\"d\",\"messages\":[{\"role\":\"user\",\"content\":{\"type\":\"audio\",\"data\":\"AA==\",\"mimeType\":\"audio/wav\"}}]}}"),
                    Method.RESOURCES_READ,
                    List.of(
                            "{\"result\":{\"contents\":[{\"uri\":\"u\",\"text\":\"t\"}],\"ttlMs\":1,\"cacheScope\":\"private\",\"resultType\":\"complete\"}}",
                            "{\"error\":{\"code\":-32002,\"message\":\"m\",\"data\":{\"uri\":\"u\"}}}",
                            "{\"error\":{\"code\":-32602,\"message\":\"m\",\"data\":{\"uri\":\"u\"}}}"),
                    Method.TASKS_LIST,
                    List.of("{\"result\":{\"tasks\":[{\"taskId\":\"t\",\"status\":\"working\"}]}}"),
                    Method.SUBSCRIPTIONS_LISTEN,
                    List.of(
                            "{\"result\":{\"_meta\":{\"io.modelcontextprotocol/subscriptionId\":1}}}"));

    /** What backends say in the middle of a call. */
    private static final List<String> SAYINGS =
            List.of(
                    "{\"id\":\"q\",\"method\":\"elicitation/create\",\"params\":{\"mode\":\"url\",\"message\":\"m\",\"url\":\"http://x/\",\"elicitationId\":\"e\",\"_meta\":{\"progressToken\":\"p\",\"io.modelcontextprotocol/related-task\":{\"taskId\":\"t\"}}}}",
                    "{\"id\":7,\"method\":\"sampling/createMessage\",\"params\":{\"messages\":[{\"role\":\"user\",\"content\":{\"type\":\"text\",\"text\":\"t\"}}],\"maxTokens\":5,\"tools\":[]}}",
                    "{\"id\":8,\"method\":\"roots/list\",\"params\":{\"_meta\":{}}}",
                    "{\"method\":\"notifications/progress\",\"params\":{\"progressToken\":1,\"progress\":0.5,\"total\":1,\"message\":\"m\"}}",
                    "{\"method\":\"notifications/message\",\"params\":{\"level\":\"info\",\"logger\":\"l\",\"data\":{\"a\":1},\"_meta\":{\"io.modelcontextprotocol/subscriptionId\":1}}}",
                    "{\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":\"q\",\"reason\":\"r\"}}",
                    "{\"method\":\"notifications/resources/updated\",\"params\":{\"uri\":\"test://a\"}}",
                    "{\"method\":\"notifications/tools/list_changed\",\"params\":{\"_meta\":{\"a\":1}}}",
                    "{\"method\":\"notifications/tasks/status\",\"params\":{\"taskId\":\"t\",\"status\":\"working\"}}",
                    "{\"method\":\"notifications/elicitation/complete\",\"params\":{\"elicitationId\":\"e\"}}",
                    "{\"method\":\"notifications/subscriptions/acknowledged\",\"params\":{\"notifications\":{},\"_meta\":{\"io.modelcontextprotocol/subscriptionId\":1}}}");

    /** What clients send. */
    private static final List<String> SENT =
            List.of(
                    "{\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"echo\",\"arguments\":{\"a\":\"b\",\"tieline_session\":\"h\"},\"task\":{\"ttl\":5},\"_meta\":{\"progressToken\":3}}}",
                    "{\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"echo\",\"requestState\":\"s\",\"inputResponses\":{\"k\":{\"action\":\"accept\",\"content\":{}}}}}",
                    "{\"id\":1,\"method\":\"tools/list\",\"params\":{\"cursor\":\"c\"}}",
                    "{\"id\":1,\"method\":\"resources/subscribe\",\"params\":{\"uri\":\"test://a\"}}",
                    "{\"id\":1,\"method\":\"resources/unsubscribe\",\"params\":{\"uri\":\"test://a\"}}",
                    "{\"id\":1,\"method\":\"resources/read\",\"params\":{\"uri\":\"test://a\"}}",
                    "{\"id\":1,\"method\":\"prompts/get\",\"params\":{\"name\":\"p\",\"arguments\":{\"a\":\"b\"}}}",
                    "{\"id\":1,\"method\":\"logging/setLevel\",\"params\":{\"level\":\"debug\"}}",
                    "{\"id\":1,\"method\":\"completion/complete\",\"params\":{\"ref\":{\"type\":\"ref/prompt\",\"name\":\"p\"},\"argument\":{\"name\":\"a\",\"value\":\"v\"}}}",
                    "{\"id\":1,\"method\":\"tasks/get\",\"params\":{\"taskId\":\"t\"}}",
                    "{\"id\":1,\"method\":\"tasks/list\",\"params\":{}}",
                    "{\"id\":1,\"method\":\"server/discover\",\"params\":{}}",
                    "{\"id\":1,\"method\":\"subscriptions/listen\",\"params\":{\"notifications\":{\"toolsListChanged\":true,\"resourceSubscriptions\":[\"test://a\"]}}}",
                    "{\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":1,\"reason\":\"r\"}}",
                    "{\"method\":\"notifications/progress\",\"params\":{\"progressToken\":1,\"progress\":1}}",
                    "{\"method\":\"notifications/roots/list_changed\",\"params\":{\"a\":1}}");

    private static final String ENVELOPE = "{" + CoreWorld.ENVELOPE + "}";

    private static final String GREETING =
            "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"elicitation\":{\"url\":{}},\"sampling\":{\"tools\":{}},\"roots\":{\"listChanged\":true}},\"clientInfo\":{\"name\":\"c\",\"version\":\"1\"},\"_meta\":{\"progressToken\":1}}";

    private static final List<String> ANSWERED =
            List.of(
                    "{\"result\":{\"action\":\"accept\",\"content\":{\"a\":1},\"_meta\":{}}}",
                    "{\"error\":{\"code\":-1,\"message\":\"m\",\"data\":{\"a\":1}}}");

    private static List<Setting> ways(int number) {
        if ("all".equals(System.getProperty("tieline.shapes"))) {
            return SETTINGS;
        }
        // Coprime to their number, so that neighbours take ways that differ in everything.
        return List.of(
                SETTINGS.get(number * 7 % SETTINGS.size()),
                SETTINGS.get((number * 7 + SETTINGS.size() / WAYS + 1) % SETTINGS.size()));
    }

    static List<String> answeredMethods() {
        return ANSWERS.keySet().stream().sorted().toList();
    }

    static List<String> sayings() {
        return SAYINGS;
    }

    static List<String> sent() {
        return SENT;
    }

    static List<String> answered() {
        return ANSWERED;
    }

    static List<String> greetings() {
        return List.of(GREETING, ENVELOPE);
    }

    /** What a client does that must not fail in us. */
    private interface Visit {
        List<RecordedReply> make(CoreWorld world, Setting way);
    }

    private static void check(PlayedBackend backend, Setting way, String variant, Visit visit) {
        var world = new CoreWorld(backend, way.settings());
        List<RecordedReply> replies;
        try (world) {
            replies = visit.make(world, way);
            world.pass(LONG);
        } catch (RuntimeException thrown) {
            throw new AssertionFailedError(shown(way, variant), thrown);
        }
        if (!world.faults().isEmpty()) {
            throw new AssertionFailedError(shown(way, variant), world.faults().getFirst());
        }
        for (var reply : replies) {
            if (!reply.isOver()) {
                throw new AssertionFailedError(shown(way, variant) + " is never answered");
            }
            requireData(reply.answer(), way, variant);
            requireNotOurFault(reply.answer(), way, variant);
        }
    }

    private static void requireData(@Nullable Response answer, Setting way, String variant) {
        if (answer instanceof Failure failure && ABOUT_BACKENDS.contains(failure.error().code())) {
            var data = failure.error().data();
            assertThat(data == null ? null : data.text("backend"))
                    .as(shown(way, variant))
                    .isEqualTo("played");
            assertThat(data == null ? null : data.text("executed"))
                    .as(shown(way, variant))
                    .isIn("no", "maybe", "yes");
        }
    }

    /** Nobody says here that it failed inside; -32042 becomes that for old clients. */
    private static void requireNotOurFault(@Nullable Response answer, Setting way, String variant) {
        if (way.isStateless() || !variant.contains("-32042")) {
            assertThat(CoreWorld.code(answer))
                    .as(shown(way, variant))
                    .isNotEqualTo(ErrorCode.INTERNAL_ERROR);
        }
    }

    private static String shown(Setting way, String variant) {
        return way + ": " + (variant.length() > 500 ? variant.substring(0, 500) : variant);
    }

    private static RecordedReply request(CoreWorld world, Setting way, String method) {
        var members =
                switch (method) {
                    case Method.RESOURCES_READ -> "\"uri\":\"test://a\"";
                    case Method.SUBSCRIPTIONS_LISTEN ->
                            "\"notifications\":{\"toolsListChanged\":true,"
                                    + "\"resourceSubscriptions\":[\"test://a\"]}";
                    default -> "\"name\":\"echo\",\"task\":{}";
                };
        if (way.isStateless()) {
            return world.stateless(method, members);
        }
        var client = world.handshaken(way.client());
        client.request(2, Method.RESOURCES_SUBSCRIBE, "{\"uri\":\"test://a\"}");
        return client.request(1, method, "{" + members + "}");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answeredMethods")
    void whateverABackendAnswers(String method) {
        int number = 0;
        for (var ordinary : ANSWERS.getOrDefault(method, List.of())) {
            for (var variant : Variants.of(ordinary)) {
                var inner =
                        variant.startsWith("{")
                                ? variant.substring(1, variant.length() - 1)
                                : "\"result\":" + variant;
                for (var way : ways(number++)) {
                    var backend = way.backend();
                    backend.upon(
                            method,
                            (request, voice) -> voice.answer(inner.isEmpty() ? "\"x\":1" : inner));
                    check(
                            backend,
                            way,
                            method + " " + variant,
                            (world, here) ->
                                    List.of(
                                            request(world, here, Method.TOOLS_LIST),
                                            request(world, here, Method.TOOLS_CALL),
                                            request(
                                                    world,
                                                    here,
                                                    method.equals(Method.INITIALIZE)
                                                            ? Method.TOOLS_CALL
                                                            : method)));
                }
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sayings")
    void whateverABackendSaysInACall(String ordinary) {
        int number = 0;
        for (var variant : Variants.of(ordinary)) {
            var said =
                    variant.startsWith("{") && variant.length() > 2
                            ? "{\"jsonrpc\":\"2.0\"," + variant.substring(1)
                            : variant;
            for (var way : ways(number++)) {
                var backend = way.backend();
                backend.upon(
                        Method.TOOLS_CALL,
                        (request, voice) -> {
                            voice.say(said);
                            voice.answer("\"result\":{\"content\":" + TEXT + "}");
                        });
                backend.upon(
                        Method.SUBSCRIPTIONS_LISTEN,
                        (request, voice) -> {
                            voice.acknowledge();
                            voice.say(said);
                        });
                check(
                        backend,
                        way,
                        variant,
                        (world, here) -> List.of(request(world, here, Method.TOOLS_CALL)));
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sent")
    void whateverAClientSends(String ordinary) {
        int number = 0;
        for (var variant : Variants.of(ordinary)) {
            for (var way : ways(number++)) {
                check(
                        way.backend(),
                        way,
                        variant,
                        (world, here) -> {
                            boolean asks =
                                    variant.contains("\"id\":1,")
                                            && variant.contains("\"method\":\"");
                            var text =
                                    variant.startsWith("{") && variant.length() > 2
                                            ? "{\"jsonrpc\":\"2.0\"," + variant.substring(1)
                                            : variant;
                            if (here.isStateless()) {
                                var reply =
                                        world.stateless(
                                                text.replace(
                                                                "\"params\":{",
                                                                "\"params\":{"
                                                                        + CoreWorld.ENVELOPE
                                                                        + ",")
                                                        .replace(",}", "}"));
                                return asks ? List.of(reply) : List.of();
                            }
                            var reply = world.handshaken(here.client()).send(text);
                            return asks ? List.of(reply) : List.of();
                        });
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("greetings")
    void whateverAClientSaysOfItself(String ordinary) {
        int number = 0;
        for (var variant : Variants.of(ordinary)) {
            for (var way : ways(number++)) {
                check(
                        way.backend(),
                        way,
                        variant,
                        (world, here) -> {
                            var method = here.isStateless() ? Method.TOOLS_CALL : Method.INITIALIZE;
                            var text =
                                    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\""
                                            + method
                                            + "\",\"params\":"
                                            + variant
                                            + "}";
                            return List.of(
                                    here.isStateless()
                                            ? world.stateless(text)
                                            : world.greeted(text));
                        });
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answered")
    void whateverAClientAnswers(String ordinary) {
        int number = 0;
        for (var variant : Variants.of(ordinary)) {
            var inner =
                    variant.startsWith("{") && variant.length() > 2
                            ? variant.substring(1, variant.length() - 1)
                            : "\"result\":" + variant;
            for (var way : ways(number++)) {
                if (way.isStateless()) {
                    continue;
                }
                var backend = way.backend();
                backend.upon(
                        Method.TOOLS_CALL,
                        (request, voice) -> {
                            if (way.statelessBackend()) {
                                voice.answer(
                                        "\"result\":{\"resultType\":\"input_required\",\"inputRequests\":{\"k\":{\"method\":\"elicitation/create\",\"params\":{\"message\":\"m\"}}}}");
                            } else {
                                voice.ask("elicitation/create", "{\"message\":\"m\"}");
                                voice.answer("\"result\":{\"content\":" + TEXT + "}");
                            }
                        });
                check(
                        backend,
                        way,
                        variant,
                        (world, here) -> {
                            var client = world.handshaken(here.client());
                            client.answering(question -> inner);
                            return List.of(
                                    client.request(1, Method.TOOLS_CALL, "{\"name\":\"echo\"}"));
                        });
            }
        }
    }
}
