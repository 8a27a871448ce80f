package io.tieline.examples;

import io.tieline.framework.Description;
import io.tieline.framework.McpServer;
import io.tieline.framework.Tool;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** A tool that takes a record and gives a record: both schemas are derived. */
public final class Weather {

    private Weather() {}

    // region weather
    enum Sky {
        CLEAR,
        CLOUDY
    }

    record Place(@Description("City, as on a map") String city, Optional<LocalDate> day) {}

    record Forecast(Sky sky, @Description("In °C") double high, List<String> warnings) {}

    static McpServer.Builder forecasts() {
        return McpServer.named("weather", "1.0")
                .tool(
                        Tool.of("forecast", "The weather of a day, today unless it is given"),
                        Place.class,
                        (context, place) -> new Forecast(Sky.CLEAR, 21.5, List.of()));
    }
    // endregion
}
