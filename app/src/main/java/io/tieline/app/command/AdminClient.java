package io.tieline.app.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tieline.app.config.ConfigValue;
import io.tieline.app.config.GivenFile;
import io.tieline.app.config.UsageException;
import io.tieline.wire.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Asks a running gateway at its admin address.
 *
 * @param address where it is
 * @param token what it wants to be sent; null for nothing
 */
record AdminClient(URI address, @Nullable String token) {

    private static final String USUAL = "127.0.0.1:9808";
    private static final Pattern HOST_AND_PORT =
            Pattern.compile("(\\[[^]]+]|[^:/\\[\\]]+):\\d{1,5}");
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;

    /** The gateway does not want to tell us. */
    static final class UnauthenticatedException extends Exception {

        private static final long serialVersionUID = 1;

        UnauthenticatedException(String message) {
            super(message);
        }
    }

    /** The gateway that the options name, or the usual one. */
    static AdminClient of(Given given) throws UsageException {
        var named = given.one(CommandOption.ADMIN);
        var address = named == null ? USUAL : named.value();
        if (named != null && !HOST_AND_PORT.matcher(address).matches()) {
            throw named.wrong("\"" + address + "\" is no HOST:PORT, like " + USUAL);
        }
        var file = given.one(CommandOption.ADMIN_TOKEN_FILE);
        return new AdminClient(
                URI.create("http://" + address), file == null ? null : contentOf(file));
    }

    private static String contentOf(ConfigValue file) throws UsageException {
        try {
            return Files.readString(GivenFile.readable(file)).strip();
        } catch (IOException e) {
            throw file.wrong("cannot be read as text: " + e.getMessage());
        }
    }

    /** All that is under way. */
    Json state() throws UnreachableException, UnauthenticatedException {
        try {
            var connection = connect("/api/state", PATIENCE);
            try (var body = connection.getInputStream()) {
                return Json.of(new String(body.readAllBytes(), UTF_8).strip());
            }
        } catch (IOException e) {
            throw away(e);
        }
    }

    /** Reads events, by kind and content, until one is not wanted or the gateway has ended. */
    void events(BiPredicate<String, Json> goesOn)
            throws UnreachableException, UnauthenticatedException {
        try {
            // Something is sent more often than that.
            var connection = connect("/api/events", Duration.ofMinutes(1));
            try (var lines =
                    new BufferedReader(new InputStreamReader(connection.getInputStream(), UTF_8))) {
                var kind = "";
                for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.startsWith("event: ")) {
                        kind = line.substring("event: ".length());
                    } else if (line.startsWith("data: ")
                            && !goesOn.test(kind, Json.of(line.substring("data: ".length())))) {
                        return;
                    }
                }
            }
        } catch (IOException e) {
            throw away(e);
        }
    }

    private HttpURLConnection connect(String path, Duration silence)
            throws IOException, UnreachableException, UnauthenticatedException {
        var url = address.resolve(path).toURL();
        var connection = (HttpURLConnection) url.openConnection(Proxy.NO_PROXY);
        connection.setConnectTimeout((int) PATIENCE.toMillis());
        connection.setReadTimeout((int) silence.toMillis());
        if (token != null) {
            connection.setRequestProperty("Authorization", "Bearer " + token);
        }
        int status = connection.getResponseCode();
        if (status == UNAUTHORIZED) {
            throw new UnauthenticatedException(
                    address + " wants a token; name its file with --admin-token-file");
        }
        if (status != OK) {
            throw new UnreachableException(
                    address + " answered with HTTP status " + status + "; is it an admin address?");
        }
        return connection;
    }

    private UnreachableException away(IOException e) {
        return new UnreachableException(
                "No gateway answers at "
                        + address
                        + " ("
                        + e.getMessage()
                        + "); start one with tieline run --admin HOST:PORT, and name that here with"
                        + " --admin");
    }
}
