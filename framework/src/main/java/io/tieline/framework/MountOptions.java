package io.tieline.framework;

import io.tieline.gateway.Exposure;
import io.tieline.gateway.GatewaySettings;
import io.tieline.gateway.SessionPolicy;
import io.tieline.gateway.ToolOverride;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * How one of several servers is shown and treated: see {@link McpProxy.Builder#mount}. Each method
 * returns the same object. Not safe for use by several threads; used once.
 */
public final class MountOptions {

    private final List<String> include = new ArrayList<>(0);
    private final List<String> exclude = new ArrayList<>(0);
    private String prefix;
    private Exposure exposure = Exposure.ALL;
    private GatewaySettings settings = GatewaySettings.DEFAULT;

    MountOptions(String name) {
        this.prefix = name;
    }

    /** What comes before the names of its tools and prompts, with {@code __}; empty for nothing. */
    public MountOptions prefix(String other) {
        prefix = other;
        return this;
    }

    /** Shows only tools whose own names fit one of these patterns, of {@code *} and {@code ?}. */
    public MountOptions include(String... patterns) {
        include.addAll(List.of(patterns));
        return this;
    }

    /** Hides tools whose own names fit one of these patterns; nobody can call them. */
    public MountOptions exclude(String... patterns) {
        exclude.addAll(List.of(patterns));
        return this;
    }

    /** Shows a tool in other words, by the server's name of it. */
    public MountOptions override(String tool, ToolOverride override) {
        exposure = exposure.withOverride(tool, override);
        return this;
    }

    /** Everything else about what is shown; {@link #include} and {@link #exclude} come besides. */
    public MountOptions exposure(UnaryOperator<Exposure> change) {
        exposure = change.apply(exposure);
        return this;
    }

    /** Which session of this server serves which client. */
    public MountOptions sessions(SessionPolicy policy) {
        settings = settings.withSessions(policy);
        return this;
    }

    /**
     * Everything else that a gateway can be told of one server: time limits, a revision, headers.
     */
    public MountOptions settings(UnaryOperator<GatewaySettings> change) {
        settings = change.apply(settings);
        return this;
    }

    String prefix() {
        return prefix;
    }

    GatewaySettings settings() {
        return settings;
    }

    Exposure exposure() {
        var tools = exposure.tools();
        return exposure.withTools(
                tools.withInclude(joined(tools.include(), include))
                        .withExclude(joined(tools.exclude(), exclude)));
    }

    private static List<String> joined(List<String> some, List<String> more) {
        var all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }
}
