package io.tieline.app.config;

import io.tieline.app.config.Setting.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the operator chose, setting by setting, and nothing else: defaults are for those who read
 * it. Immutable.
 */
public final class Configuration {

    /** Nothing chosen. */
    public static final Configuration NONE = new Configuration(Map.of());

    private final Map<Setting, List<ConfigValue>> given;

    private Configuration(Map<Setting, List<ConfigValue>> given) {
        var ordered = new EnumMap<Setting, List<ConfigValue>>(Setting.class);
        ordered.putAll(given);
        this.given = Collections.unmodifiableMap(ordered);
    }

    /** The same choices and one more. */
    public Configuration with(Setting setting, ConfigValue value) {
        var more = copy();
        add(more, setting, List.of(value));
        return new Configuration(more);
    }

    /** These choices where they say something, the others where they do not; lists are joined. */
    public Configuration over(Configuration others) {
        var all = others.copy();
        given.forEach((setting, values) -> {
            if (setting.shape() == Shape.LIST || setting.shape() == Shape.NAMED) {
                add(all, setting, values);
            } else {
                all.put(setting, values);
            }
        });
        return new Configuration(all);
    }

    /** The same choices without one. */
    public Configuration without(Setting setting) {
        var fewer = copy();
        fewer.remove(setting);
        return new Configuration(fewer);
    }

    /** Whether it was chosen. */
    public boolean has(Setting setting) {
        return given.containsKey(setting);
    }

    /** The value of a setting that has one; null if it was not chosen. */
    public @Nullable ConfigValue one(Setting setting) {
        var values = given.get(setting);
        return values == null ? null : values.getLast();
    }

    /** The values of a setting that takes several, in the order in which they were written. */
    public List<ConfigValue> all(Setting setting) {
        return given.getOrDefault(setting, List.of());
    }

    /** The settings that were chosen. */
    public Set<Setting> settings() {
        return given.keySet();
    }

    /** Whether the other says the same, wherever that is written. */
    public boolean saysTheSame(Configuration other) {
        return given.keySet().equals(other.given.keySet())
                && given.keySet().stream().allMatch(one -> said(one).equals(other.said(one)));
    }

    private List<List<String>> said(Setting setting) {
        return all(setting).stream().map(one -> List.of(one.name(), one.value())).toList();
    }

    private Map<Setting, List<ConfigValue>> copy() {
        var copy = new EnumMap<Setting, List<ConfigValue>>(Setting.class);
        copy.putAll(given);
        return copy;
    }

    private static void add(
            Map<Setting, List<ConfigValue>> to, Setting setting, List<ConfigValue> values) {
        var all = new ArrayList<>(to.getOrDefault(setting, List.of()));
        all.addAll(values);
        to.put(setting, List.copyOf(all));
    }
}
