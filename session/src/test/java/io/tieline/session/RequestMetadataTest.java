package io.tieline.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tieline.wire.ErrorCode;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.McpException;
import io.tieline.wire.MetaKey;
import io.tieline.wire.Method;
import io.tieline.wire.Request;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a request without a session says of its client. */
final class RequestMetadataTest {

    private static final Json CAPABILITIES = Json.of("{\"elicitation\":{}}");
    private static final Json INFO = Json.object("name", "c", "version", "1");

    private static Json meta() {
        return Json.object(
                MetaKey.PROTOCOL_VERSION,
                "2026-07-28",
                MetaKey.CLIENT_CAPABILITIES,
                CAPABILITIES,
                MetaKey.CLIENT_INFO,
                INFO);
    }

    private static Request request(@Nullable Json meta) {
        var params = Json.object("name", "book");
        return Request.of(
                Id.of(1), Method.TOOLS_CALL, meta == null ? params : params.with("_meta", meta));
    }

    private static int refusal(Json meta) {
        try {
            RequestMetadata.of(request(meta));
            return 0;
        } catch (McpException refused) {
            return refused.error().code();
        }
    }

    @Test
    void aRequestOfTheStatelessEraNamesItsRevision() {
        assertThat(RequestMetadata.isIn(request(meta()))).isTrue();
        assertThat(RequestMetadata.isIn(request(null))).isFalse();
        assertThat(RequestMetadata.isIn(request(Json.object("progressToken", 1)))).isFalse();
    }

    @Test
    void allOfItIsRead() {
        var read =
                RequestMetadata.of(request(meta().with(MetaKey.LOG_LEVEL, Json.string("error"))));
        assertThat(read.capabilities().json()).isEqualTo(CAPABILITIES);
        assertThat(read.clientInfo()).isEqualTo(INFO);
        assertThat(read.logLevel()).isEqualTo("error");
        assertThat(read.detached()).isEqualTo(read);
    }

    @Test
    void aProgramNeedNotSayWhoItIs() {
        var read = RequestMetadata.of(request(meta().without(MetaKey.CLIENT_INFO)));
        assertThat(read.clientInfo()).isEqualTo(Json.EMPTY_OBJECT);
        assertThat(read.logLevel()).isNull();
    }

    @Test
    void whatIsMissingOrWrongIsRefused() {
        assertThat(refusal(meta().without(MetaKey.PROTOCOL_VERSION)))
                .isEqualTo(ErrorCode.INVALID_PARAMS);
        assertThat(refusal(meta().without(MetaKey.CLIENT_CAPABILITIES)))
                .isEqualTo(ErrorCode.INVALID_PARAMS);
        assertThat(refusal(meta().with(MetaKey.CLIENT_CAPABILITIES, Json.TRUE)))
                .isEqualTo(ErrorCode.INVALID_PARAMS);
        assertThat(refusal(meta().with(MetaKey.LOG_LEVEL, Json.string("loud"))))
                .isEqualTo(ErrorCode.INVALID_PARAMS);
    }

    @Test
    void aRevisionThatNeedsAHandshakeIsNotSpokenWithout() {
        var version = Json.string("2025-11-25");
        assertThatExceptionOfType(McpException.class)
                .isThrownBy(() ->
                        RequestMetadata.of(request(meta().with(MetaKey.PROTOCOL_VERSION, version))))
                .satisfies(refused ->
                        assertThat(String.valueOf(refused.error().data()))
                                .contains("2026-07-28", "2025-11-25"));
    }

    @Test
    void aRequestThatSaysItAlreadyStaysAsItIs() {
        var request = request(meta());
        assertThat(RequestMetadata.of(request).around(request)).isSameAs(request);
    }

    @Test
    void anotherClientIsReplacedAndTheRestOfTheMetadataStays() {
        var other = new RequestMetadata(ClientCapabilities.NONE, Json.EMPTY_OBJECT, "info");
        var token = meta().with("progressToken", Json.of("7"));
        var around = other.around(request(token));
        var meta = Objects.requireNonNull(around.meta());
        assertThat(meta.get(MetaKey.CLIENT_CAPABILITIES)).isEqualTo(Json.EMPTY_OBJECT);
        assertThat(meta.get(MetaKey.CLIENT_INFO)).isNull();
        assertThat(meta.text(MetaKey.LOG_LEVEL)).isEqualTo("info");
        assertThat(meta.get("progressToken")).isEqualTo(Json.of("7"));
    }

    @Test
    void withoutItNothingOfItIsLeft() {
        var params = Objects.requireNonNull(request(meta()).params());
        assertThat(RequestMetadata.without(params)).isEqualTo(Json.object("name", "book"));
        var token = Objects.requireNonNull(request(meta().with("t", Json.TRUE)).params());
        assertThat(String.valueOf(RequestMetadata.without(token)))
                .isEqualTo("{\"name\":\"book\",\"_meta\":{\"t\":true}}");
        assertThat(RequestMetadata.without(Json.EMPTY_OBJECT)).isEqualTo(Json.EMPTY_OBJECT);
    }
}
