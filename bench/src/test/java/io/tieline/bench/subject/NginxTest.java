package io.tieline.bench.subject;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

final class NginxTest {

    private static List<String> lines(Nginx nginx) {
        return nginx.configuration(URI.create("http://127.0.0.1:8000/mcp"), 9000)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
    }

    @Test
    void theTwoDifferInNothingButTheirBuffers() {
        var untuned = lines(Nginx.untuned());

        assertThat(untuned).noneMatch(line -> line.contains("buffer_size 16k"));
        assertThat(lines(Nginx.tuned()))
                .filteredOn(line -> !line.startsWith("proxy_buffer_size"))
                .isEqualTo(untuned)
                .hasSize(lines(Nginx.tuned()).size() - 1);
    }
}
