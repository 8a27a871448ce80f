package io.tieline.framework;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tieline.session.Environment;
import io.tieline.wire.Json;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Tools that take and give records, straight and through proxies. */
@Timeout(20)
@ParameterizedClass
@EnumSource
final class TypedToolsTest {

    private final Route route;

    TypedToolsTest(Route route) {
        this.route = route;
    }

    record Item(String name, Instant when) {}

    record Order(List<Item> items, Optional<String> note) {}

    record Receipt(int number, Duration delivery, @Nullable String note) {}

    sealed interface Payment {}

    record Card(String number) implements Payment {}

    record Cash(BigDecimal amount, @JsonProperty(defaultValue = "EUR") String currency)
            implements Payment {}

    record Paying(Payment payment) {}

    private final List<Throwable> faults = new CopyOnWriteArrayList<>();
    private final SystemTimers time = new SystemTimers();
    private final Environment environment = RecordedFaults.in(time, faults);

    @AfterEach
    void stopTheClock() {
        time.close();
    }

    private McpClient client(McpServer.Builder server) {
        return McpClient.to(route.to(server.build(), environment))
                .environment(environment)
                .connect();
    }

    private static McpServer.Builder shop() {
        return McpServer.named("shop", "1");
    }

    private static Receipt order(McpContext context, Order order) {
        return new Receipt(order.items().size(), Duration.ofHours(2), null);
    }

    @Test
    void aHandlerTakesARecordAndReturnsARecord() {
        try (var client =
                client(shop().tool(Tool.of("order"), Order.class, TypedToolsTest::order))) {
            var order = new Order(List.of(new Item("tea", Instant.EPOCH)), Optional.empty());
            var result = client.callTool("order", order);
            assertThat(result.structuredContent())
                    .isEqualTo(Json.of("{\"number\":1,\"delivery\":\"PT2H\"}"));
            assertThat(result.text()).isEqualTo("{\"number\":1,\"delivery\":\"PT2H\"}");
            assertThat(result.structured(Receipt.class))
                    .isEqualTo(new Receipt(1, Duration.ofHours(2), null));
        }
    }

    @Test
    void theOutputSchemaOfARecordIsListedUnlessTheToolHasOne() {
        var own = Json.of("{\"type\":\"object\",\"required\":[\"number\"]}");
        try (var client =
                client(
                        shop().tool(Tool.of("order"), Order.class, TypedToolsTest::order)
                                .tool(
                                        Tool.of("own").withOutputSchema(own),
                                        Order.class,
                                        TypedToolsTest::order)
                                .tool(
                                        Tool.of("pay"),
                                        (context, arguments) -> (Payment) new Card("1"))
                                .tool(Tool.of("text"), Order.class, (context, order) -> "done"))) {
            var tools = client.listTools();
            assertThat(tools.get(0).outputSchema())
                    .isEqualTo(
                            Json.of(
                                    """
                                    {"type":"object","properties":{"number":{"type":"integer"},\
                                    "delivery":{"type":"string","format":"duration"},\
                                    "note":{"type":"string"}},"required":["number","delivery"]}\
                                    """));
            assertThat(tools.get(1).outputSchema()).isEqualTo(own);
            assertThat(tools.get(2).outputSchema()).isEqualTo(RecordSchema.of(Payment.class));
            assertThat(tools.get(3).outputSchema()).isNull();
            assertThat(client.callTool("pay").structuredContent())
                    .isEqualTo(Json.of("{\"type\":\"Card\",\"number\":\"1\"}"));
        }
    }

    @Test
    void whatElseAHandlerReturnsBecomesWhatAModelCanRead() {
        var id = UUID.fromString("f81d4fae-7dec-11d0-a765-00a0c91e6bf6");
        try (var client =
                client(
                        shop().tool(Tool.of("text"), (context, arguments) -> "plain")
                                .tool(Tool.of("number"), (context, arguments) -> 7)
                                .tool(Tool.of("flag"), (context, arguments) -> true)
                                .tool(Tool.of("list"), (context, arguments) -> List.of("a", "b"))
                                .tool(
                                        Tool.of("set"),
                                        (context, arguments) -> new TreeSet<>(Set.of(2, 1)))
                                .tool(Tool.of("array"), (context, arguments) -> new int[] {1, 2})
                                .tool(Tool.of("map"), (context, arguments) -> Map.of("a", 1))
                                .tool(
                                        Tool.of("json"),
                                        (context, arguments) -> Json.of("{\"a\":2.50}"))
                                .tool(Tool.of("id"), (context, arguments) -> id)
                                .tool(Tool.of("day"), (context, arguments) -> LocalDate.EPOCH)
                                .tool(Tool.of("maybe"), (context, arguments) -> Optional.empty())
                                .tool(
                                        Tool.of("block"),
                                        (context, arguments) ->
                                                Content.image(new byte[] {1}, "image/png"))
                                .tool(
                                        Tool.of("blocks"),
                                        (context, arguments) ->
                                                List.of(Content.text("a"), Content.text("b"))))) {
            assertThat(client.callTool("text")).isEqualTo(CallResult.text("plain"));
            assertResult(client.callTool("number"), "7", "{\"result\":7}");
            assertResult(client.callTool("flag"), "true", "{\"result\":true}");
            assertResult(client.callTool("list"), "[\"a\",\"b\"]", "{\"result\":[\"a\",\"b\"]}");
            assertResult(client.callTool("set"), "[1,2]", "{\"result\":[1,2]}");
            assertResult(client.callTool("array"), "[1,2]", "{\"result\":[1,2]}");
            assertResult(client.callTool("map"), "{\"a\":1}", "{\"a\":1}");
            assertResult(client.callTool("json"), "{\"a\":2.50}", "{\"a\":2.50}");
            assertThat(client.callTool("id")).isEqualTo(CallResult.text(id.toString()));
            assertThat(client.callTool("day").text()).isEqualTo("1970-01-01");
            assertThat(client.callTool("maybe")).isEqualTo(CallResult.of());
            assertThat(client.callTool("block").content()).hasSize(1);
            assertThat(client.callTool("blocks").text()).isEqualTo("a\nb");
        }
    }

    private static void assertResult(CallResult result, String text, String structured) {
        assertThat(result.text()).isEqualTo(text);
        assertThat(result.structuredContent()).isEqualTo(Json.of(structured));
    }

    @Test
    void nullIsNoResultAndSaysSoToTheCallerAndToTheLog() {
        try (var client = client(shop().tool(Tool.of("none"), (context, arguments) -> nothing()))) {
            var result = client.callTool("none");
            assertThat(result.isError()).isTrue();
            assertThat(result.text())
                    .isEqualTo(
                            "The handler of the tool \"none\" returned null instead of a result;"
                                    + " CallResult.of() says nothing");
            assertThat(faults).singleElement().isInstanceOf(UnfitResultException.class);
        }
    }

    @SuppressWarnings("NullAway")
    private static Object nothing() {
        return null;
    }

    @Test
    void aResultThatDoesNotFitTheOutputSchemaIsAnErrorThatNamesThePlace() {
        var schema =
                Json.of(
                        """
                        {"type":"object","properties":{"items":{"type":"array","items":
                        {"type":"object","properties":{"price":{"type":"number","minimum":0}}}}},
                        "required":["items"]}\
                        """);
        try (var client =
                client(
                        shop().tool(
                                        Tool.of("prices").withOutputSchema(schema),
                                        (context, arguments) -> arguments.json())
                                .tool(
                                        Tool.of("text").withOutputSchema(schema),
                                        (context, arguments) -> "no structure")
                                .tool(
                                        Tool.of("error").withOutputSchema(schema),
                                        (context, arguments) -> CallResult.error("sold out")))) {
            var good = Json.of("{\"items\":[{\"price\":1}]}");
            assertThat(client.callTool("prices", good).structuredContent()).isEqualTo(good);
            var bad = client.callTool("prices", Json.of("{\"items\":[{},{\"price\":-1}]}"));
            assertThat(bad.isError()).isTrue();
            assertThat(bad.text())
                    .isEqualTo(
                            "The result of the tool \"prices\" does not fit its output schema:"
                                    + " structuredContent.items[1].price: must have a minimum value"
                                    + " of 0");
            assertThat(client.callTool("prices").text()).contains("structuredContent: ", "items");
            assertThat(client.callTool("text").text()).endsWith("there is no structuredContent");
            assertThat(client.callTool("error").text()).isEqualTo("sold out");
            assertThat(faults).hasSize(3);
        }
    }

    @Test
    void anArgumentThatDoesNotFitIsToldWithItsPlace() {
        try (var client =
                client(shop().tool(Tool.of("order"), Order.class, TypedToolsTest::order))) {
            misfit(
                    client,
                    "{\"items\":[{\"name\":\"a\",\"when\":\"1970-01-01T00:00:00Z\"},"
                            + "{\"name\":\"b\",\"when\":\"tomorrow\"}]}",
                    "arguments.items[1].when: \"tomorrow\" is no ISO-8601 instant");
            misfit(
                    client,
                    "{\"items\":[{\"when\":\"1970-01-01T00:00:00Z\"}]}",
                    "arguments.items[0].name is missing");
            misfit(client, "{\"items\":[null]}", "arguments.items[0] is missing");
            misfit(client, "{\"items\":{}}", "arguments.items: an object is no array");
            misfit(client, "{\"items\":[],\"note\":7}", "arguments.note: 7 is no string");
            assertThat(faults).isEmpty();
        }
    }

    @Test
    void aSealedInterfaceIsTakenByTheNameOfItsRecord() {
        try (var client =
                client(
                        shop().tool(
                                        Tool.of("pay"),
                                        Paying.class,
                                        (context, it) ->
                                                switch (it.payment()) {
                                                    case Card(var number) -> "card " + number;
                                                    case Cash(var amount, var currency) ->
                                                            "cash " + amount + " " + currency;
                                                }))) {
            assertThat(client.callTool("pay", new Paying(new Card("12"))).text())
                    .isEqualTo("card 12");
            assertThat(
                            client.callTool(
                                            "pay",
                                            Json.of(
                                                    "{\"payment\":{\"type\":\"Cash\",\"amount\":2.50}}"))
                                    .text())
                    .isEqualTo("cash 2.50 EUR");
            misfit(
                    client,
                    "{\"payment\":{\"type\":\"Cheque\"}}",
                    "arguments.payment.type: \"Cheque\" is none of Card, Cash");
            misfit(client, "{\"payment\":{}}", "arguments.payment.type is missing");
            misfit(
                    client,
                    "{\"payment\":{\"type\":\"Card\",\"number\":1}}",
                    "arguments.payment.number: 1 is no string");
        }
    }

    private static void misfit(McpClient client, String arguments, String message) {
        var tool = client.listTools().getFirst().name();
        var result = client.callTool(tool, Json.of(arguments));
        assertThat(result.isError()).isTrue();
        assertThat(result.text()).isEqualTo(message);
    }

    record Range(int low, int high) {
        Range {
            if (low > high) {
                throw new IllegalArgumentException("low must not be above high");
            }
        }
    }

    @Test
    void aRecordThatRefusesItsValuesSaysWhyToTheCaller() {
        try (var client =
                client(
                        shop().tool(
                                        Tool.of("range"),
                                        Range.class,
                                        (context, range) -> range.high() - range.low()))) {
            assertThat(client.callTool("range", new Range(1, 3)).text()).isEqualTo("2");
            misfit(
                    client,
                    "{\"low\":2,\"high\":1}",
                    "arguments does not fit: low must not be above high");
        }
    }

    /** All ways to write a handler, none of which may puzzle the compiler. */
    private static final class Forms {

        private Forms() {}

        static Receipt method(McpContext context, Order order) {
            return TypedToolsTest.order(context, order);
        }

        static CallResult untyped(McpContext context, Values arguments) {
            return CallResult.text("untyped");
        }

        private final URI instance = URI.create("https://example.org");

        URI bound(McpContext context, Values arguments) {
            return instance;
        }

        static McpServer.Builder onto(McpServer.Builder builder) {
            Tool.Handler handler = (context, arguments) -> CallResult.text("variable");
            Tool.TypedHandler<Order> typed = (context, order) -> "typed";
            return builder.tool(Tool.of("expression"), (context, arguments) -> "text")
                    .tool(
                            Tool.of("block"),
                            (context, arguments) -> {
                                if (arguments.has("a")) {
                                    return CallResult.error("a");
                                }
                                return CallResult.text("no a");
                            })
                    .tool(
                            Tool.of("mixed"),
                            Order.class,
                            (context, order) -> {
                                if (order.items().isEmpty()) {
                                    return "nothing";
                                }
                                return order;
                            })
                    .tool(
                            Tool.of("throws"),
                            (context, arguments) -> {
                                throw new ToolException("always");
                            })
                    .tool(Tool.of("method"), Order.class, Forms::method)
                    .tool(Tool.of("untyped"), Forms::untyped)
                    .tool(Tool.of("bound"), new Forms()::bound)
                    .tool(Tool.of("variable"), handler)
                    .tool(Tool.of("typed"), Order.class, typed)
                    .tool(
                            Tool.of("explicit"),
                            Order.class,
                            (McpContext context, Order order) -> OptionalInt.of(7));
        }
    }

    @Test
    void everyFormOfHandlerCompilesAndRuns() {
        var empty = Json.of("{\"items\":[]}");
        try (var client = client(Forms.onto(shop()))) {
            assertThat(client.callTool("expression").text()).isEqualTo("text");
            assertThat(client.callTool("block").text()).isEqualTo("no a");
            assertThat(client.callTool("mixed", empty).text()).isEqualTo("nothing");
            assertThat(client.callTool("throws").text()).isEqualTo("always");
            assertThat(client.callTool("method", empty).structuredContent()).isNotNull();
            assertThat(client.callTool("untyped").text()).isEqualTo("untyped");
            assertThat(client.callTool("bound").text()).isEqualTo("https://example.org");
            assertThat(client.callTool("variable").text()).isEqualTo("variable");
            assertThat(client.callTool("typed", empty).text()).isEqualTo("typed");
            assertThat(client.callTool("explicit", empty).text()).isEqualTo("7");
        }
    }

    @Test
    void typedToolsAreAddedToRunningServersAndProxies() {
        var server = shop().build();
        try (var proxy =
                        McpProxy.to(server)
                                .tool(Tool.of("own"), Order.class, TypedToolsTest::order)
                                .build();
                var client = McpClient.to(proxy).connect()) {
            server.add(Tool.of("late"), Order.class, TypedToolsTest::order);
            server.add(Tool.of("later"), (context, arguments) -> "later");
            proxy.add(Tool.of("here"), Order.class, (context, order) -> order.items().size());
            proxy.add(Tool.of("there"), (context, arguments) -> List.of(1));
            var empty = Json.of("{\"items\":[]}");
            assertThat(client.callTool("own", empty).structuredContent()).isNotNull();
            assertThat(client.callTool("late", empty).structuredContent()).isNotNull();
            assertThat(client.callTool("later").text()).isEqualTo("later");
            assertThat(client.callTool("here", empty).text()).isEqualTo("0");
            assertThat(client.callTool("there").text()).isEqualTo("[1]");
            assertThat(client.listTools())
                    .filteredOn(tool -> tool.outputSchema() != null)
                    .extracting(Tool::name)
                    .containsExactlyInAnyOrder("own", "late");
        }
    }
}
