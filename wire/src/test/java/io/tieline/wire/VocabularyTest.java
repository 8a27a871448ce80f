package io.tieline.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.lang.reflect.Field;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class VocabularyTest {

    @ParameterizedTest
    @EnumSource
    void aRevisionIsFoundByItsDate(Revision revision) {
        assertThat(revision.name()).isEqualTo("V" + revision.text().replace('-', '_'));
        assertThat(Revision.of(revision.text())).isEqualTo(revision);
    }

    @Test
    void otherDatesAreNoHandshakeRevision() {
        assertThat(Revision.ofHandshake("2026-07-28")).isNull();
        assertThat(Revision.ofHandshake("")).isNull();
        assertThat(Revision.LATEST_HANDSHAKE).isEqualTo(Revision.V2025_11_25);
    }

    @ParameterizedTest
    @CsvSource({
        "V2024_11_05, false, false, false, false, false",
        "V2025_03_26, true, true, false, false, false",
        "V2025_06_18, false, true, true, true, false",
        "V2025_11_25, false, true, true, true, true"
    })
    void revisionsDifferAsPublished(
            Revision revision,
            boolean batches,
            boolean audio,
            boolean elicitation,
            boolean header,
            boolean tasks) {
        assertThat(revision.hasBatches()).isEqualTo(batches);
        assertThat(revision.hasAudio()).isEqualTo(audio);
        assertThat(revision.hasStreamableHttp()).isEqualTo(audio);
        assertThat(revision.hasElicitation()).isEqualTo(elicitation);
        assertThat(revision.hasStructuredContent()).isEqualTo(elicitation);
        assertThat(revision.hasCompletionContext()).isEqualTo(elicitation);
        assertThat(revision.hasVersionHeader()).isEqualTo(header);
        assertThat(revision.hasTasks()).isEqualTo(tasks);
        assertThat(revision.hasUrlElicitation()).isEqualTo(tasks);
        assertThat(revision.hasPrimingEvent()).isEqualTo(tasks);
    }

    @Test
    void noMethodOfAnyRevisionIsMissing() throws IOException, IllegalAccessException {
        Set<String> named = new HashSet<>();
        for (Field field : Method.class.getFields()) {
            named.add((String) field.get(null));
        }
        Set<String> published = new HashSet<>();
        for (String line : MessageTest.samples()) {
            String method = Json.of(line).text("method");
            if (method != null) {
                published.add(method);
            }
        }
        assertThat(published).hasSize(34);
        assertThat(named).containsAll(published);
        assertThat(named).hasSameSizeAs(Method.class.getFields());
    }

    @Test
    void anExceptionCarriesItsErrorWhole() {
        RpcError error =
                new RpcError(
                        ErrorCode.BACKEND_GONE,
                        "backend files ended",
                        Json.of("{\"executed\":\"maybe\"}"));
        assertThatExceptionOfType(McpException.class)
                .isThrownBy(() -> {
                    throw new McpException(error);
                })
                .withMessage("backend files ended (-31001)")
                .satisfies(e -> assertThat(e.error()).isEqualTo(error));
        assertThat(new McpException(-1, "x").error()).isEqualTo(RpcError.of(-1, "x"));
    }

    @Test
    void limitsAreAboveZeroAndNotTooDeep() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Limits(0, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Limits(1, 0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Limits(1, 1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Limits(1, 100_001, 1));
    }
}
