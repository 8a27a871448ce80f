package io.tieline.bench.subject;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Programs of other people that are installed when they are wanted, by {@code bench/peers/install}.
 */
public final class Peers {

    private Peers() {}

    /** Sees to it that a subject's program is there; returns why it is not, or null. */
    public static @Nullable String install(Path project, Subject subject)
            throws InterruptedException {
        var peer = subject.peer();
        if (peer == null) {
            return null;
        }
        try {
            var process =
                    new ProcessBuilder(project.resolve("bench/peers/install").toString(), peer)
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            process.getOutputStream().close();
            var said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
            return process.waitFor() == 0 ? null : said.lines().reduce("", (_, last) -> last);
        } catch (IOException e) {
            return e.getMessage();
        }
    }
}
