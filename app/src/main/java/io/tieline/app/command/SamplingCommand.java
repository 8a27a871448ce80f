package io.tieline.app.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tieline.app.terminal.Screen;
import io.tieline.framework.SamplingRequest;
import io.tieline.framework.SamplingResult;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.McpException;
import java.io.IOException;

/** A program that speaks for the model: it reads the request as JSON and writes the answer. */
final class SamplingCommand implements SamplingRequest.Handler {

    private final String command;
    private final Screen screen;

    SamplingCommand(String command, Screen screen) {
        this.command = command;
        this.screen = screen;
    }

    @Override
    public SamplingResult sample(SamplingRequest request) throws IOException, InterruptedException {
        screen.remark("the server asks the model; " + command + " answers");
        var process =
                new ProcessBuilder("sh", "-c", command)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try {
            give(process, request.json().toString() + "\n");
            var said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
            int code = process.waitFor();
            if (code != 0) {
                throw new McpException(
                        ErrorCode.INTERNAL_ERROR,
                        "The program that speaks for the model ended with exit code " + code);
            }
            return result(said);
        } finally {
            process.destroy();
        }
    }

    /** Who does not want to read need not. */
    private static void give(Process process, String text) {
        try (var in = process.getOutputStream()) {
            in.write(text.getBytes(UTF_8));
        } catch (IOException notRead) {
            // Its answer says what it made of that.
        }
    }

    private static SamplingResult result(String said) {
        if (said.startsWith("{")) {
            try {
                var json = Json.of(said);
                if (json.get("content") != null) {
                    return new SamplingResult(
                            json.get("role") == null
                                    ? json.with("role", Json.string("assistant"))
                                    : json);
                }
            } catch (IllegalArgumentException text) {
                // Words that begin with a brace.
            }
        }
        return SamplingResult.text("command", said);
    }
}
