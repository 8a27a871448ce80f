package io.tieline.app;

import io.tieline.app.config.ConfigValue;
import io.tieline.app.config.Configuration;
import io.tieline.app.config.GivenFile;
import io.tieline.app.config.Setting;
import io.tieline.app.config.UsageException;
import io.tieline.http.HttpBackendSettings;
import io.tieline.http.HttpBackendSettings.Transport;
import io.tieline.http.settings.HttpBackendLimits;
import io.tieline.stdio.StdioCommand;
import io.tieline.stdio.StdioSettings;
import java.io.File;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The part of a plan that reaches the server. */
final class BackendPlanner {

    /** Clients' words for a server that is a program, or that they find out about. */
    private static final Set<String> PROGRAM = Set.of("stdio", "local", "auto");

    private static final Set<String> STREAMABLE =
            Set.of("http", "streamable-http", "streamablehttp", "streamable_http");

    private static final Set<String> ANY_URL = Set.of("remote", "auto");

    private final Configuration choices;
    private final Duration silence;

    /**
     * @param silence how long the server may say nothing in a call, so how long it may be too busy
     *     to read
     */
    BackendPlanner(Configuration choices, Duration silence) {
        this.choices = choices;
        this.silence = silence;
    }

    BackendPlan plan() throws UsageException {
        var url = choices.one(Setting.BACKEND);
        return url == null ? command() : url(url);
    }

    private BackendPlan command() throws UsageException {
        var argv = choices.all(Setting.COMMAND);
        var type = choices.one(Setting.TRANSPORT);
        if (type != null && !PROGRAM.contains(type.value().toLowerCase(Locale.ROOT))) {
            throw type.wrong(
                    "\"" + type.value() + "\" and a command exclude each other; write stdio");
        }
        var program = argv.getFirst();
        requireOneWord(program);
        try {
            var command =
                    new StdioCommand(
                            argv.stream().map(ConfigValue::value).toList(),
                            environment(),
                            directory());
            return new BackendPlan.Command(
                    name(command.program()),
                    command,
                    program,
                    MessageLimits.over(
                            StdioSettings.DEFAULT.withWriteStall(
                                    patience(StdioSettings.DEFAULT.writeStall())),
                            choices));
        } catch (IllegalArgumentException e) {
            throw program.wrong(said(e));
        }
    }

    /** A whole command line in the place of a program, or one that is for another system. */
    private void requireOneWord(ConfigValue program) throws UsageException {
        var words = program.value().strip().split("\\s+", 2);
        if (words.length == 2 && !GivenFile.isThere(program)) {
            throw program.wrong(
                    program.place().startsWith("-- ")
                            ? "is several words in one; leave out the quotes: -- "
                                    + words[0]
                                    + " ..."
                            : "is a whole command line; write \"command\": \""
                                    + words[0]
                                    + "\" and each further word in \"args\": [...]");
        }
        if (File.separatorChar == '/' && Set.of("cmd", "cmd.exe").contains(words[0])) {
            throw program.wrong(
                    "cmd /c is for Windows; here name the program itself, like " + behindCmd());
        }
    }

    /** The program that {@code cmd /c} starts. */
    private String behindCmd() {
        var argv = choices.all(Setting.COMMAND);
        var names = argv.stream().skip(1).map(ConfigValue::value);
        return names.filter(word -> !word.startsWith("/"))
                .map(word -> word.strip().split("\\s+", 2)[0])
                .findFirst()
                .orElse("npx");
    }

    private Map<String, String> environment() {
        var environment = new LinkedHashMap<String, String>();
        choices.all(Setting.ENV).forEach(given -> environment.put(given.name(), given.value()));
        return environment;
    }

    private @Nullable Path directory() throws UsageException {
        var given = choices.one(Setting.CWD);
        return given == null ? null : GivenFile.path(given);
    }

    private BackendPlan url(ConfigValue url) throws UsageException {
        try {
            var uri = new URI(url.value().strip());
            if (uri.getHost() == null || !Set.of("http", "https").contains(scheme(uri))) {
                throw url.wrong("write a whole URL, like http://127.0.0.1:3000/mcp");
            }
            if (uri.getRawUserInfo() != null) {
                throw url.wrong("put credentials into a header (--header), not into the URL");
            }
            var settings =
                    HttpBackendSettings.DEFAULT
                            .withName(name(uri.getRawAuthority()))
                            .withTransport(transport())
                            .withHeaders(headers());
            return new BackendPlan.Url(
                    name(uri.getRawAuthority()),
                    uri,
                    uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath(),
                    url,
                    trusting(limited(settings), uri));
        } catch (URISyntaxException e) {
            throw url.wrong("is no URL; write one like http://127.0.0.1:3000/mcp");
        }
    }

    private Duration patience(Duration usual) {
        return usual.compareTo(silence) < 0 ? silence : usual;
    }

    private HttpBackendSettings limited(HttpBackendSettings settings) throws UsageException {
        var own = HttpBackendLimits.DEFAULT;
        return settings.withLimits(
                new HttpBackendLimits(
                        own.connect(),
                        patience(own.writeStall()),
                        own.silence(),
                        own.keepAlive(),
                        own.requests(),
                        own.waiting(),
                        MessageLimits.over(own.message(), choices)));
    }

    private HttpBackendSettings trusting(HttpBackendSettings settings, URI uri)
            throws UsageException {
        var authorities = choices.one(Setting.CA);
        if (authorities == null) {
            return settings;
        }
        if (!scheme(uri).equals("https")) {
            throw authorities.wrong("the URL is not https, so there is nobody to trust");
        }
        return settings.withAuthorities(GivenFile.readable(authorities));
    }

    private static String scheme(URI uri) {
        return uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    }

    private Transport transport() throws UsageException {
        var type = choices.one(Setting.TRANSPORT);
        if (type == null) {
            return Transport.AUTO;
        }
        var name = type.value().toLowerCase(Locale.ROOT);
        if (ANY_URL.contains(name)) {
            return Transport.AUTO;
        }
        if (name.equals("sse")) {
            return Transport.SSE;
        }
        if (STREAMABLE.contains(name)) {
            return Transport.STREAMABLE;
        }
        throw type.wrong(
                PROGRAM.contains(name)
                        ? "\"" + name + "\" and a URL exclude each other; write http or sse"
                        : "\"" + type.value() + "\" is no transport; write stdio, http or sse");
    }

    /** The last of several headers of one name counts, so that an option overrides the file. */
    private Map<String, String> headers() throws UsageException {
        var headers = new LinkedHashMap<String, String>();
        var spelled = new HashMap<String, String>();
        for (var given : choices.all(Setting.HEADER)) {
            if (!Headers.isName(given.name())) {
                throw given.wrong("\"" + given.name() + "\" is no name of a header");
            }
            var before = spelled.put(given.name().toLowerCase(Locale.ROOT), given.name());
            if (before != null) {
                headers.remove(before);
            }
            headers.put(given.name(), given.value());
            try {
                var _ = HttpBackendSettings.DEFAULT.withHeaders(headers);
            } catch (IllegalArgumentException e) {
                throw given.wrong(said(e));
            }
        }
        return headers;
    }

    private String name(String otherwise) {
        var chosen = choices.one(Setting.NAME);
        return chosen == null ? otherwise : chosen.value();
    }

    private static String said(Throwable problem) {
        return String.valueOf(problem.getMessage());
    }
}
