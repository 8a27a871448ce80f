package io.tieline.app.config;

import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Every key that the entry of a server may have, in any client's spelling. The pages are held
 * against it.
 */
public final class EntryKeys {

    /** Other clients' spellings of what is a {@link Setting} here. */
    private static final Map<String, Setting> SPELLINGS =
            Map.of(
                    "environment", Setting.ENV,
                    "http_headers", Setting.HEADER,
                    "serverUrl", Setting.BACKEND,
                    "httpUrl", Setting.BACKEND,
                    "transport", Setting.TRANSPORT,
                    "transportType", Setting.TRANSPORT,
                    "protocol", Setting.TRANSPORT,
                    "working_directory", Setting.CWD,
                    "working_dir", Setting.CWD);

    /** What is read in a way of its own. */
    private static final Set<String> OF_THEIR_OWN =
            Set.of(
                    "args",
                    "auth",
                    "bearer_token_env_var",
                    "disabled",
                    "enabled",
                    "envFile",
                    "env_http_headers",
                    "env_vars",
                    "prefix",
                    "startup_timeout_ms",
                    "startup_timeout_sec",
                    "timeout",
                    "tool_timeout_sec");

    /** By which clients let their own users decide what is none of our affair. */
    private static final Set<String> OF_OTHER_TOOLS =
            Set.of(
                    "alwaysAllow",
                    "alwaysLoad",
                    "authentication",
                    "autoApprove",
                    "created",
                    "custom_instructions",
                    "default_tools_approval_mode",
                    "description",
                    "dev",
                    "experimental_environment",
                    "gallery",
                    "headersHelper",
                    "icon",
                    "isolation",
                    "keep_alive",
                    "name",
                    "oauth",
                    "oauthScopes",
                    "oauth_resource",
                    "quarantined",
                    "remoteConfigured",
                    "required",
                    "sandbox",
                    "sandboxEnabled",
                    "scopes",
                    "settings",
                    "source",
                    "sse_read_timeout",
                    "start_on_launch",
                    "supports_parallel_tool_calls",
                    "title",
                    "trust",
                    "updated",
                    "version",
                    "watchPaths");

    /** A comment, where a tool knows no other. */
    private static final Pattern COMMENT = Pattern.compile("(?://|[#_$]|x-).*", Pattern.DOTALL);

    private EntryKeys() {}

    /** The setting of this key, however it is spelled; null if it is none. */
    static @Nullable Setting setting(String key) {
        var spelled = SPELLINGS.get(key);
        return spelled == null ? Setting.ofKey(key) : spelled;
    }

    /** Whether the key is another tool's, and not for us. */
    static boolean isOfOtherTools(String key) {
        return OF_OTHER_TOOLS.contains(key) || COMMENT.matcher(key).matches();
    }

    /** Whether it is read, but is no {@link Setting} and nothing that clients are shown. */
    static boolean isOfItsOwn(String key) {
        return OF_THEIR_OWN.contains(key);
    }

    /** All that are taken. */
    public static SortedSet<String> taken() {
        var taken = new TreeSet<>(SPELLINGS.keySet());
        taken.addAll(OF_THEIR_OWN);
        taken.addAll(ExposureReader.KEYS);
        for (var setting : Setting.values()) {
            if (setting.key() != null) {
                taken.add(setting.key());
            }
        }
        return taken;
    }

    /** All that are known and passed over. */
    public static SortedSet<String> passedOver() {
        return new TreeSet<>(OF_OTHER_TOOLS);
    }

    /** What is said of a key that no tool has. */
    static UsageException unknown(String key, String place) {
        var known = taken();
        known.addAll(OF_OTHER_TOOLS);
        var nearest = Suggestions.suggestion(key, known);
        return UsageException.at(
                place,
                "has an unknown key "
                        + key
                        + (nearest.isEmpty()
                                ? "; known are " + String.join(", ", taken())
                                : nearest));
    }
}
