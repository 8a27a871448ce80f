package io.tieline.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.wire.Json;
import org.junit.jupiter.api.Test;

/** Levels are in an order, and who wants none hears nothing. */
final class LogLevelsTest {

    private static Json message(String level) {
        return Json.object("level", level, "data", "x");
    }

    @Test
    void aMessageOfItsLevelOrWorsePasses() {
        assertThat(LogLevels.passes("warning", message("warning"))).isTrue();
        assertThat(LogLevels.passes("warning", message("emergency"))).isTrue();
        assertThat(LogLevels.passes("warning", message("notice"))).isFalse();
    }

    @Test
    void nothingPassesToOneWhoWantsNone() {
        assertThat(LogLevels.passes(null, message("emergency"))).isFalse();
    }

    @Test
    void aMessageWithoutALevelPasses() {
        assertThat(LogLevels.passes("error", Json.EMPTY_OBJECT)).isTrue();
    }

    @Test
    void onlyTheLevelsOfTheProtocolAreLevels() {
        assertThat(LogLevels.ORDER).allMatch(LogLevels::isLevel).hasSize(8);
        assertThat(LogLevels.isLevel("loud")).isFalse();
        assertThat(LogLevels.isLevel(null)).isFalse();
    }
}
