package io.tieline.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tieline.bench.scale.Curve;
import io.tieline.bench.scale.Point;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;

final class CurveTest {

    private static final Curve CURVE =
            new Curve(
                    "tools",
                    "Listings",
                    "tools",
                    List.of("p50 µs", "MB"),
                    List.of(
                            new Point(10, List.of(12.34, Double.NaN)),
                            new Point(10_000, List.of(4_567.8, 3.0))),
                    List.of("it ends early"));

    @Test
    void theTableHasARowForEachPointAndTheNotesBelow() {
        assertThat(CurveTable.of(CURVE))
                .isEqualTo(
                        """
                        ### tools

                        Listings

                        | tools  | p50 µs |   MB |
                        |--------|-------:|-----:|
                        | 10     |   12.3 |    – |
                        | 10,000 |  4,568 | 3.00 |

                        - it ends early
                        """);
    }

    @Test
    void thePictureIsWellFormedAndHasADotForEachKnownFigure() throws Exception {
        var picture = CurvePicture.of(List.of(CURVE)).getBytes(StandardCharsets.UTF_8);

        var svg =
                DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new ByteArrayInputStream(picture));

        assertThat(svg.getElementsByTagName("circle").getLength()).isEqualTo(3);
        assertThat(svg.getElementsByTagName("polyline").getLength()).isEqualTo(2);
    }

    @Test
    void aPointWithAFigureTooFewIsRefused() {
        var lacking = List.of(new Point(1, List.of(1.0)));

        assertThatThrownBy(() ->
                        new Curve(
                                "tools",
                                "Listings",
                                "tools",
                                List.of("p50 µs", "MB"),
                                lacking,
                                List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("tools at 1");
    }
}
