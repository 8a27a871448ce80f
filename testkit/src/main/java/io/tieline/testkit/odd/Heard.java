package io.tieline.testkit.odd;

import io.tieline.wire.Json;
import java.util.Objects;

/**
 * One message as an odd server has heard it.
 *
 * @param json the message
 */
public record Heard(Json json) {

    /** Its method; empty if it is an answer. */
    public String method() {
        return Objects.requireNonNullElse(json.text("method"), "");
    }

    /** Its id as it stands in the message. */
    public String id() {
        return String.valueOf(json.get("id"));
    }

    /** The tool that it calls; empty if it calls none. */
    public String tool() {
        return Objects.requireNonNullElse(json.text("params", "name"), "");
    }

    /** It wants an answer. */
    public boolean isRequest() {
        return json.get("id") != null && !method().isEmpty();
    }

    boolean isAnswer() {
        return method().isEmpty();
    }

    /** It is of this method, or calls this tool. */
    public boolean is(String methodOrTool) {
        return method().equals(methodOrTool) || tool().equals(methodOrTool);
    }
}
