package io.tieline.framework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.McpException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a server says of itself, at the beginning and when it changes. */
@Timeout(20)
@ParameterizedClass
@EnumSource(
        mode = EnumSource.Mode.EXCLUDE,
        names = {"PROXY_OF_EACH_REQUEST"})
final class AnnouncingTest {

    private final Route route;

    AnnouncingTest(Route route) {
        this.route = route;
    }

    @Test
    void aServerDeclaresWhatItHas() {
        try (var client = McpClient.to(route.to(McpServer.named("bare", "1").build())).connect()) {
            assertThat(client.capabilities()).isEqualTo(Json.of("{\"logging\":{}}"));
        }
        try (var client = McpClient.to(route.to(Samples.everything())).connect()) {
            assertThat(client.capabilities())
                    .isEqualTo(
                            Json.of(
                                    """
                                    {"logging":{},"completions":{},"prompts":{"listChanged":true},\
                                    "resources":{"listChanged":true,"subscribe":true},\
                                    "tools":{"listChanged":true}}\
                                    """));
            assertThat(client.server().name()).isEqualTo("everything");
            assertThat(client.instructions()).isEqualTo("Use it with care");
        }
    }

    @Test
    void whatIsAddedOrRemovedLaterIsAnnouncedListedAndCallable() throws InterruptedException {
        BlockingQueue<McpClient.Listing> changes = new LinkedBlockingQueue<>();
        var server = Samples.everything();
        try (var client = McpClient.to(route.to(server)).onListChanged(changes::add).connect()) {
            server.add(Tool.of("later"), Samples.DONE);
            assertThat(changes.poll(5, TimeUnit.SECONDS)).isEqualTo(McpClient.Listing.TOOLS);
            assertThat(client.callTool("later").text()).isEqualTo("done");

            assertThat(server.removePrompt("write")).isTrue();
            assertThat(changes.poll(5, TimeUnit.SECONDS)).isEqualTo(McpClient.Listing.PROMPTS);
            assertThat(client.listPrompts()).isEmpty();

            assertThat(server.removeResource("note://nowhere")).isFalse();
            server.add(Resource.of("note://2", "two"), (context, uri) -> ReadResult.text(uri, "2"));
            assertThat(changes.poll(5, TimeUnit.SECONDS)).isEqualTo(McpClient.Listing.RESOURCES);
            assertThat(client.readResource("note://2").text()).isEqualTo("2");
        }
    }

    @Test
    void aWatchedResourceIsAnnouncedToWhomeverWatchesIt() throws InterruptedException {
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        BlockingQueue<String> other = new LinkedBlockingQueue<>();
        var server = Samples.everything();
        try (var client = McpClient.to(route.to(server)).onResourceUpdated(seen::add).connect();
                var stranger =
                        McpClient.to(route.to(server)).onResourceUpdated(other::add).connect()) {
            var unknown =
                    catchThrowableOfType(McpException.class, () -> client.subscribe("note://0"));
            assertThat(unknown.error().code()).isEqualTo(ErrorCode.RESOURCE_NOT_FOUND);
            client.subscribe("note://1");
            stranger.subscribe("city://Bern");
            server.resourceUpdated("note://1");
            assertThat(seen.poll(5, TimeUnit.SECONDS)).isEqualTo("note://1");

            client.unsubscribe("note://1");
            server.resourceUpdated("note://1");
            server.resourceUpdated("city://Bern");
            assertThat(other.poll(5, TimeUnit.SECONDS)).isEqualTo("city://Bern");
            client.ping();
            assertThat(seen).isEmpty();
        }
    }
}
