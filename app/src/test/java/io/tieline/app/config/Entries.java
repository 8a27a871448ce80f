package io.tieline.app.config;

import io.tieline.gateway.Exposure;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The entry of a server called {@code a} in a file {@code f}, as a test writes it. */
final class Entries {

    static final Map<String, String> ENVIRONMENT = Map.of("TOKEN", "t0p", "KEY", "k3y");

    private Entries() {}

    /**
     * The entry with these members.
     *
     * @param members in single quotes
     */
    static ServerEntry of(String members, Path folder) throws UsageException {
        var entry = ConfigSyntax.parse("f", "{" + members.replace('\'', '"') + "}");
        return new ServerEntry("a", "f: a", entry, folder);
    }

    static Variables variables() {
        return new Variables(
                ENVIRONMENT,
                new Places(Path.of("/w"), "/home/ann"),
                Inputs.none(ENVIRONMENT),
                false);
    }

    static Configuration choices(String members) throws UsageException {
        return of(members, Path.of("/w")).choices(variables());
    }

    static Exposure exposure(String members) throws UsageException {
        return of(members, Path.of("/w")).exposure(variables());
    }

    /** The values of a setting by their names. */
    static Map<String, String> named(Configuration choices, Setting setting) {
        var named = new LinkedHashMap<String, String>();
        choices.all(setting).forEach(value -> named.put(value.name(), value.value()));
        return named;
    }
}
