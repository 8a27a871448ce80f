package io.tieline.app;

import io.tieline.http.HttpLimits;
import io.tieline.http.HttpSettings;
import io.tieline.http.ServerCertificate;
import io.tieline.session.SessionSettings;
import io.tieline.stdio.StdioSettings;
import io.tieline.wire.Limits;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The part of a plan that clients meet. */
final class FrontPlanner {

    private static final Pattern ADDRESS = Pattern.compile("(\\[[^]]+]|[^:\\[\\]]+):(\\d{1,5})");
    private static final Pattern HOST =
            Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(:\\d{1,5})?");
    private static final Pattern ORIGIN =
            Pattern.compile("[a-z][a-z0-9+.-]*://([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(:\\d{1,5})?");
    private static final int LAST_PORT = 65_535;

    private final Choices choices;
    private final @Nullable Limits limits;

    /**
     * @param limits of one message; null for those of the transport
     */
    FrontPlanner(Choices choices, @Nullable Limits limits) {
        this.choices = choices;
        this.limits = limits;
    }

    FrontPlan plan(SessionSettings sessions, Duration drain, boolean cookies) throws CannotStart {
        if (choices.has(Setting.STDIO)) {
            return new FrontPlan.Stdio(
                    StdioLimits.within(StdioSettings.DEFAULT, limits).withLastAnswers(drain));
        }
        var settings =
                HttpSettings.DEFAULT
                        .withAddress(address())
                        .withAllowedHosts(
                                matching(Setting.ALLOW_HOST, HOST, "host like mcp.example.com"))
                        .withAllowedOrigins(
                                matching(
                                        Setting.ALLOW_ORIGIN,
                                        ORIGIN,
                                        "origin like https://app.example.com"))
                        .withCertificate(certificate())
                        .withSessions(sessions)
                        .withStateCookie(cookies);
        var listen = choices.one(Setting.LISTEN);
        return new FrontPlan.Http(
                limits == null
                        ? settings
                        : settings.withLimits(HttpLimits.DEFAULT.withMessages(limits)),
                listen == null ? "--listen" : listen.place());
    }

    private InetSocketAddress address() throws CannotStart {
        var given = choices.one(Setting.LISTEN);
        if (given == null) {
            return HttpSettings.DEFAULT.address();
        }
        var address = ADDRESS.matcher(given.value());
        if (!address.matches()) {
            throw given.wrong(
                    "\""
                            + given.value()
                            + "\" is no address; write HOST:PORT, like 127.0.0.1:8808 or"
                            + " [::1]:8808");
        }
        int port = Integer.parseInt(address.group(2));
        if (port > LAST_PORT) {
            throw given.wrong("there is no port " + port + "; the last one is " + LAST_PORT);
        }
        try {
            return new InetSocketAddress(InetAddress.getByName(address.group(1)), port);
        } catch (UnknownHostException e) {
            throw given.wrong(
                    "the host "
                            + address.group(1)
                            + " is unknown; write a name or an address of this machine");
        }
    }

    private Set<String> matching(Setting setting, Pattern pattern, String what) throws CannotStart {
        for (var given : choices.all(setting)) {
            if (!pattern.matcher(given.value()).matches()) {
                throw given.wrong("\"" + given.value() + "\" is no " + what);
            }
        }
        return choices.all(setting).stream().map(Given::value).collect(Collectors.toSet());
    }

    private @Nullable ServerCertificate certificate() throws CannotStart {
        var chain = choices.one(Setting.TLS_CERTIFICATE);
        var key = choices.one(Setting.TLS_KEY);
        if (chain != null && key != null) {
            return new ServerCertificate(GivenFile.readable(chain), GivenFile.readable(key));
        }
        var alone = chain == null ? key : chain;
        if (alone != null) {
            throw alone.wrong("TLS needs a certificate and its key; give the other one too");
        }
        return null;
    }
}
