package io.tieline.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.session.client.FrontWorld;
import io.tieline.session.client.StatelessWorld;
import io.tieline.session.era.HandshakeToStateless;
import io.tieline.session.era.RevisionDowngrade;
import io.tieline.wire.Failure;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Request;
import io.tieline.wire.Result;
import io.tieline.wire.Revision;
import io.tieline.wire.RpcError;
import org.junit.jupiter.api.Test;

/** An answer is what a client of another revision, or of the other era, understands. */
final class TranslationTest {

    private static final Json GREETING =
            Json.of(
                    """
                    {"protocolVersion":"2025-11-25","capabilities":{"tools":{},"tasks":{}},"serverInfo":{"name":"s","version":"2"},"instructions":"Ask."}\
                    """);

    private static final Json PAGE =
            Json.of("{\"elicitations\":[{\"url\":\"https://a.example\",\"message\":\"Sign\"}]}");

    private final FrontWorld front = new FrontWorld();
    private final StatelessWorld stateless = new StatelessWorld();

    private String seenBy(Revision revision, Json result) {
        var stream = front.calls(front.open(), "1");
        var exchange = front.exchanges.getFirst();
        RevisionDowngrade.translate(exchange, exchange.request(), revision);
        exchange.finish(result);
        return String.valueOf(stream.answerJson().get("result"));
    }

    private static Json content(String block) {
        return Json.of("{\"content\":[" + block + "],\"structuredContent\":{\"a\":1}}");
    }

    @Test
    void theLatestRevisionSeesTheAnswerAsItIs() {
        var result = content("{\"type\":\"audio\",\"mimeType\":\"audio/ogg\",\"data\":\"\"}");
        assertThat(seenBy(Revision.LATEST_HANDSHAKE, result)).isEqualTo(result.toString());
    }

    @Test
    void anOldRevisionSeesALinkAsTextAndNothingStructured() {
        var old = Revision.ofHandshake("2025-03-26");
        assertThat(old).isNotNull();
        var link = "{\"type\":\"resource_link\",\"name\":\"log\",\"uri\":\"file:///log\"}";
        assertThat(seenBy(old, content(link)))
                .isEqualTo("{\"content\":[{\"type\":\"text\",\"text\":\"log: file:///log\"}]}");
    }

    @Test
    void theOldestRevisionSeesAudioByItsType() {
        var oldest = Revision.ofHandshake("2024-11-05");
        assertThat(oldest).isNotNull();
        var audio = "{\"type\":\"audio\",\"mimeType\":\"audio/ogg\",\"data\":\"\"}";
        assertThat(seenBy(oldest, content(audio)))
                .isEqualTo("{\"content\":[{\"type\":\"text\",\"text\":\"[audio, audio/ogg]\"}]}");
    }

    @Test
    void aServerWithAHandshakeIsDiscoveredWithoutItsTasks() {
        assertThat(HandshakeToStateless.discovered(GREETING).toString())
                .contains("\"capabilities\":{\"tools\":{}}")
                .contains("\"instructions\":\"Ask.\"")
                .contains("serverInfo\":{\"name\":\"s\",\"version\":\"2\"}")
                .doesNotContain("protocolVersion");
    }

    @Test
    void aResultCarriesTheNameOfItsServer() {
        var stream = stateless.calls(1);
        var exchange = stateless.exchanges.getFirst();
        var result = Result.of(Id.of(9), Json.of("{\"content\":[]}"));
        exchange.finish(HandshakeToStateless.translated(exchange, result, "b", GREETING));
        assertThat(StatelessWorld.result(stream).toString())
                .contains("serverInfo\":{\"name\":\"s\",\"version\":\"2\"}");
    }

    @Test
    void anUnknownResourceIsAWrongParameterThatIsNamed() {
        var params =
                Json.object("uri", "x:1", "_meta", StatelessWorld.metadata(StatelessWorld.ALL));
        var read = Request.of(Id.of(1), Method.RESOURCES_READ, params);
        var stream = stateless.sends(Principal.LOCAL.name(), read);
        failsTranslated(RpcError.of(-32002, "No such resource"));
        assertThat(StatelessWorld.error(stream)).isEqualTo(-32602);
        assertThat(stream.answer()).contains("\"uri\":\"x:1\"");
    }

    @Test
    void aPageThatMustBeVisitedFirstIsAQuestion() {
        var can = Json.of("{\"elicitation\":{\"url\":{}}}");
        var stream = stateless.calls(Principal.LOCAL.name(), 1, can);
        failsTranslated(new RpcError(-32042, "Sign first", PAGE));
        assertThat(StatelessWorld.key(stream)).isEqualTo("url1");
    }

    @Test
    void aPageWithoutAnAddressIsTheFaultOfItsServer() {
        var stream = stateless.calls(1);
        failsTranslated(
                new RpcError(-32042, "Sign first", Json.of("{\"elicitations\":[{\"url\":1}]}")));
        assertThat(StatelessWorld.error(stream)).isEqualTo(-31003);
        assertThat(stream.answer()).contains("b names a page");
    }

    private void failsTranslated(RpcError error) {
        var exchange = stateless.exchanges.getFirst();
        var failure = Failure.of(Id.of(9), error);
        exchange.finish(HandshakeToStateless.translated(exchange, failure, "b", GREETING));
    }
}
