package io.tieline.app.config;

import io.tieline.gateway.Exposure;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One server of a {@link ConfigFile}: the keys of its client, and our own beside them.
 *
 * @param name the server's name
 * @param place the file, and the keys that lead to the entry
 * @param entry the entry itself
 * @param folder that of the file
 */
public record ServerEntry(String name, String place, JsonNode entry, Path folder) {

    /** Whether it is to be served: not if its user has switched it off. */
    boolean isEnabled() throws UsageException {
        return switchedOff() == null;
    }

    /** Refuses a server that is switched off. */
    void requireEnabled() throws UsageException {
        var key = switchedOff();
        if (key != null) {
            throw UsageException.at(
                    place + "." + key,
                    (key.equals("disabled")
                                    ? "the server is disabled"
                                    : "the server is not enabled")
                            + "; remove the key to serve it");
        }
    }

    private @Nullable String switchedOff() throws UsageException {
        if (!entry.isObject()) {
            throw UsageException.at(
                    place, "is no object; write {\"command\": ...} or {\"url\": ...}");
        }
        if (isBoolean("disabled", true)) {
            return "disabled";
        }
        return isBoolean("enabled", false) ? "enabled" : null;
    }

    private boolean isBoolean(String key, boolean expected) {
        var value = entry.get(key);
        return value != null && value.isBoolean() && value.booleanValue() == expected;
    }

    /** What the entry chooses. */
    public Configuration choices(Variables variables) throws UsageException {
        requireEnabled();
        return new EntryReader(this, variables).read();
    }

    /** What comes before the names of its tools; null if the entry does not say. */
    @Nullable ConfigValue prefix(Variables variables) throws UsageException {
        var prefix = entry.get("prefix");
        return prefix == null || prefix.isNull()
                ? null
                : new Field("prefix", place + ".prefix", prefix, variables, "").text();
    }

    /** What clients see of the server. */
    Exposure exposure(Variables variables) throws UsageException {
        return ExposureReader.read(new Field("", place, entry, variables, ""));
    }

    /** The keys of other tools in this entry, which are not for us. */
    public List<String> ignored() {
        return entry.propertyNames().stream().filter(EntryKeys::isOfOtherTools).toList();
    }
}
