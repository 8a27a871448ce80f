package io.tieline.app.config;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the entry of one server into choices, whichever client has written it. */
final class EntryReader {

    /** The nearest to Streamable HTTP first, as Gemini CLI takes them. */
    private static final List<String> ADDRESSES = List.of("httpUrl", "serverUrl", "url");

    private static final String STREAMABLE_ALONE = "httpUrl";
    private static final String SIGN_IN = "oauth";

    private final ServerEntry server;
    private final JsonNode entry;
    private final Variables variables;
    private final @Nullable String address;
    private Configuration choices = Configuration.NONE;

    EntryReader(ServerEntry server, Variables variables) {
        this.server = server;
        this.entry = server.entry();
        this.variables = variables;
        this.address = ADDRESSES.stream().filter(this::isGiven).findFirst().orElse(null);
    }

    Configuration read() throws UsageException {
        requireServer();
        add(Setting.NAME, ConfigValue.of(server.name(), server.place()));
        if (STREAMABLE_ALONE.equals(address) && !isTransportGiven()) {
            add(Setting.TRANSPORT, ConfigValue.of("http", place(STREAMABLE_ALONE)));
        }
        for (var key : keys()) {
            if (!entry.path(key).isNull()) {
                read(key, field(key));
            }
        }
        return choices;
    }

    private void requireServer() throws UsageException {
        if (isGiven("command") || address != null) {
            return;
        }
        if (entry.has("args")) {
            throw wrong("has args and no command; name the program to start");
        }
        if (entry.has("source") || entry.has("settings")) {
            throw wrong(
                    "is in an extension of the editor; write the command that the extension"
                            + " starts");
        }
        throw wrong("has neither command nor url; name a program to start, or where the server is");
    }

    private boolean isTransportGiven() {
        return entry.propertyNames().stream()
                .anyMatch(key -> EntryKeys.setting(key) == Setting.TRANSPORT);
    }

    /** What others add to, first: the command, and the file of variables. */
    private Set<String> keys() {
        var keys = new LinkedHashSet<String>();
        for (var first : List.of("command", "envFile")) {
            if (entry.has(first)) {
                keys.add(first);
            }
        }
        keys.addAll(entry.propertyNames());
        return keys;
    }

    private void read(String key, Field field) throws UsageException {
        switch (key) {
            case "command" -> command(field);
            case "args" -> {
                FileSlips.requireList(field.value(), field.place());
                add(Setting.COMMAND, field.texts());
            }
            case "envFile" -> add(Setting.ENV, EnvFile.read(field.text(), server.folder()));
            case "env_vars" -> variables(field);
            case "env_http_headers" -> add(Setting.HEADER, field.namedByVariable());
            case "bearer_token_env_var" ->
                    bearer(variables.named(field.text().value(), field.place()), field);
            case "auth" -> auth(field);
            case "timeout", "tool_timeout_sec", "startup_timeout_sec", "startup_timeout_ms" ->
                    timeLimit(key, field);
            default -> setting(key, field);
        }
    }

    private void setting(String key, Field field) throws UsageException {
        var setting = EntryKeys.setting(key);
        if (setting == Setting.BACKEND && !key.equals(address)) {
            return; // another client's way to the same server
        }
        if (setting != null) {
            switch (setting.shape()) {
                case FLAG, ONE -> add(setting, field.text());
                case LIST -> add(setting, field.texts());
                case NAMED -> add(setting, field.named());
            }
        } else if (!EntryKeys.isOfItsOwn(key)
                && !ExposureReader.KEYS.contains(key)
                && !EntryKeys.isOfOtherTools(key)) {
            throw EntryKeys.unknown(key, server.place());
        }
    }

    /** One word, all words in a list (opencode), or all in an object (Zed). */
    private void command(Field field) throws UsageException {
        if (field.value().isObject()) {
            var path = field.member("path");
            if (path == null) {
                throw field.wrong("lacks its path; name the program to start");
            }
            add(Setting.COMMAND, path.text());
            var arguments = field.member("args");
            add(Setting.COMMAND, arguments == null ? List.of() : arguments.texts());
            var env = field.member("env");
            add(Setting.ENV, env == null ? List.of() : env.named());
        } else if (field.value().isArray() && !field.value().isEmpty()) {
            add(Setting.COMMAND, field.texts());
        } else {
            add(Setting.COMMAND, field.text());
        }
    }

    /** Codex: names, or objects with a name. */
    private void variables(Field field) throws UsageException {
        var names = field.value();
        var values = new ArrayList<ConfigValue>();
        for (int index = 0; index < names.size() && names.isArray(); index++) {
            var inner = field.place() + "[" + index + "]";
            var name =
                    names.get(index).isObject() ? names.get(index).path("name") : names.get(index);
            if (!name.isString()) {
                throw UsageException.at(inner, "is no name of a variable; write it in quotes");
            }
            values.add(
                    new ConfigValue(
                            name.asString(), variables.named(name.asString(), inner), inner));
        }
        add(Setting.ENV, values);
    }

    /** FastMCP: a token; or the way to get one, which is not for us. */
    private void auth(Field field) throws UsageException {
        if (field.value().isString() && !field.value().asString().equals(SIGN_IN)) {
            bearer(field.text().value(), field);
        }
    }

    private void bearer(String token, Field field) {
        add(Setting.HEADER, new ConfigValue("Authorization", "Bearer " + token, field.place()));
    }

    private void timeLimit(String key, Field field) throws UsageException {
        boolean isOfStart = key.startsWith("startup");
        boolean isSaid =
                isOfStart
                        ? entry.has("startTimeout")
                        : entry.has("callTimeout")
                                || (key.equals("timeout") && entry.has("tool_timeout_sec"));
        var limit = ClientTimeout.of(key, field, entry);
        if (!isSaid && limit != null) {
            add(isOfStart ? Setting.START_TIMEOUT : Setting.CALL_TIMEOUT, limit);
        }
    }

    private boolean isGiven(String key) {
        var value = entry.get(key);
        return value != null
                && !value.isNull()
                && !(value.isString() && value.asString().isEmpty());
    }

    private Field field(String key) {
        var command = entry.get("command");
        var program = command == null || !command.isString() ? "" : command.asString();
        return new Field(key, place(key), entry.path(key), variables, program);
    }

    private String place(String key) {
        return server.place() + "." + key;
    }

    private UsageException wrong(String problem) {
        return UsageException.at(server.place(), problem);
    }

    private void add(Setting setting, ConfigValue value) {
        choices = choices.with(setting, value);
    }

    private void add(Setting setting, List<ConfigValue> values) {
        values.forEach(value -> add(setting, value));
    }
}
