package io.tieline.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Result;
import org.junit.jupiter.api.Test;

final class CheckOfListingsTest {

    private final Check check = new Check(new Work(Work.Kind.LIST, 2, false), 0, 7, "");

    @Test
    void aListingWithAllToolsIsRight() {
        check.hear(listing("[{\"name\":\"a\"},{\"name\":\"b\"}]"));
        check.end(200);

        assertThat(check.wrong()).isNull();
    }

    @Test
    void aListingThatLacksAToolIsWrong() {
        check.hear(listing("[{\"name\":\"a\"}]"));

        assertThat(check.wrong()).isEqualTo("1 tools instead of 2");
    }

    private static Result listing(String tools) {
        return Result.of(Id.of(7), Json.object("tools", Json.of(tools)));
    }
}
