package io.tieline.app;

import io.tieline.app.config.AuthChoices;
import io.tieline.app.config.ConfigValue;
import io.tieline.app.config.Configuration;
import io.tieline.app.config.GivenFile;
import io.tieline.app.config.RunChoices;
import io.tieline.app.config.ServerChoices;
import io.tieline.app.config.Setting;
import io.tieline.app.config.UsageException;
import io.tieline.http.HttpSettings;
import io.tieline.http.ServerCertificate;
import io.tieline.http.settings.HttpLimits;
import io.tieline.http.settings.StateCookies;
import io.tieline.security.AddressRange;
import io.tieline.session.client.SessionSettings;
import io.tieline.stdio.StdioSettings;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The part of a plan that clients meet. */
final class FrontPlanner {

    private static final Pattern HOST =
            Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(:\\d{1,5})?");
    private static final Pattern ORIGIN =
            Pattern.compile("[a-z][a-z0-9+.-]*://([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(:\\d{1,5})?");
    private static final Pattern ENDPOINT = Pattern.compile("/(mcp|sse|messages)/*$");
    private static final String BY_HEADER = "pinned:header:";

    private final Configuration choices;
    private final List<ServerChoices> servers;
    private final AuthChoices auth;

    /**
     * @param run all of it: choices of servers may need headers of clients
     */
    FrontPlanner(RunChoices run) {
        this.choices = run.front();
        this.servers = run.servers();
        this.auth = run.auth();
    }

    FrontPlan plan(SessionSettings sessions, Duration drain, StateCookies cookies)
            throws UsageException {
        if (choices.has(Setting.STDIO)) {
            return new FrontPlan.Stdio(
                    MessageLimits.over(StdioSettings.DEFAULT, choices).withLastAnswers(drain));
        }
        var settings =
                HttpSettings.DEFAULT
                        .withAddress(address())
                        .withAllowedHosts(
                                matching(Setting.ALLOW_HOST, HOST, "host like mcp.example.com"))
                        .withAllowedOrigins(origins())
                        .withAllowedHeaders(headers())
                        .withPublicUrl(publicUrl())
                        .withCertificate(certificate())
                        .withSessions(sessions)
                        .withStateCookies(cookies);
        var listen = choices.one(Setting.LISTEN);
        requireAuth(settings.address(), listen);
        return new FrontPlan.Http(
                settings.withLimits(
                        MessageLimits.over(HttpLimits.DEFAULT, choices)
                                .withConnections(ConnectionLimit.most())),
                auth,
                listen == null ? "--listen" : listen.place());
    }

    /** Nobody shares what runs here with other machines without meaning it. */
    private void requireAuth(InetSocketAddress address, @Nullable ConfigValue listen)
            throws UsageException {
        var insecure = choices.one(Setting.INSECURE_NO_AUTH);
        if (insecure != null && auth.isAsked()) {
            throw insecure.wrong("there are tokens that callers need; leave one of them out");
        }
        requireAudience();
        requireProxy();
        if (listen != null
                && insecure == null
                && !auth.isAsked()
                && !address.getAddress().isLoopbackAddress()) {
            throw listen.wrong(
                    "whoever reaches "
                            + listen.value()
                            + " could use the servers; add --tokens FILE (tieline token new NAME"
                            + " --tokens FILE makes one), listen on 127.0.0.1, or add"
                            + " --insecure-no-auth if that is meant");
        }
    }

    /** A token for somebody else must not be good here, and Host is chosen by who sends it. */
    private void requireAudience() throws UsageException {
        for (var issuer : auth.issuers()) {
            if (issuer.audiences().isEmpty() && !choices.has(Setting.PUBLIC_URL)) {
                throw new UsageException(
                        "nobody says for whom tokens of "
                                + issuer.issuer()
                                + " must be; add --auth-audience NAME (in a file, \"audiences\"), or"
                                + " --public-url");
            }
        }
    }

    /** The header is believed from a proxy, so it must not go on from anybody else. */
    private void requireProxy() throws UsageException {
        var header = auth.principalHeader();
        if ((header == null) != auth.proxies().isEmpty()) {
            var alone = header == null ? auth.proxies().getFirst() : header;
            throw alone.wrong(
                    "a proxy is known by its address, and says who calls in a header; give"
                            + " --trust-proxy and --principal-header");
        }
        if (header == null) {
            return;
        }
        if (!Headers.isName(header.value().toLowerCase(Locale.ROOT))) {
            throw header.wrong("\"" + header.value() + "\" is no name of a header");
        }
        for (var proxy : auth.proxies()) {
            try {
                var _ = AddressRange.of(proxy.value());
            } catch (IllegalArgumentException wrong) {
                throw proxy.wrong(
                        "is no range of addresses like 10.1.0.0/16: " + wrong.getMessage());
            }
        }
        if (headers().stream().anyMatch(header.value()::equalsIgnoreCase)) {
            throw header.wrong(
                    "others than the proxy can send it too, so it is neither forwarded nor a key;"
                            + " leave it out there");
        }
    }

    private InetSocketAddress address() throws UsageException {
        var given = choices.one(Setting.LISTEN);
        return given == null ? HttpSettings.DEFAULT.address() : ListenAddress.of(given);
    }

    private Set<String> origins() throws UsageException {
        var origins = new HashSet<String>();
        for (var given : choices.all(Setting.ALLOW_ORIGIN)) {
            var value = given.value();
            if (value.equals("*") || value.equals("null")) {
                throw given.wrong(
                        "\""
                                + value
                                + "\" would let in every web page that somebody here opens; name"
                                + " the origins, like https://app.example.com");
            }
            var origin = ORIGIN.matcher(value.toLowerCase(Locale.ROOT));
            if (!origin.matches()) {
                var bare = value.replaceFirst("(?<=[^/:])/+$", "");
                if (!bare.equals(value)) {
                    throw given.wrong(
                            "\"" + value + "\" is no origin with its slash; write " + bare);
                }
                throw given.wrong("\"" + value + "\" is no origin like https://app.example.com");
            }
            origins.add(withoutUsualPort(origin.group()));
        }
        return origins;
    }

    /** Browsers leave it out. */
    private static String withoutUsualPort(String origin) {
        return origin.replaceFirst("^(https://.*):443$|^(http://.*):80$", "$1$2");
    }

    private @Nullable URI publicUrl() throws UsageException {
        var given = choices.one(Setting.PUBLIC_URL);
        if (given == null) {
            return null;
        }
        try {
            var url = URI.create(given.value());
            var _ = HttpSettings.DEFAULT.withPublicUrl(url);
            return url;
        } catch (IllegalArgumentException e) {
            if (ENDPOINT.matcher(given.value()).find()) {
                throw given.wrong(
                        "\""
                                + given.value()
                                + "\" names an endpoint; leave it out, and write "
                                + ENDPOINT.matcher(given.value()).replaceFirst(""));
            }
            throw given.wrong(
                    "\""
                            + given.value()
                            + "\" is no public URL; write scheme, host and path without /mcp, like"
                            + " https://example.com/tools");
        }
    }

    /** What pages have to send, since we read it or forward it. */
    private Set<String> headers() {
        var names = new HashSet<String>();
        for (var server : servers) {
            var own = server.choices();
            own.all(Setting.FORWARD_HEADER).forEach(given -> names.add(given.value()));
            var sessions = own.one(Setting.SESSIONS);
            if (sessions != null && sessions.value().startsWith(BY_HEADER)) {
                names.add(sessions.value().substring(BY_HEADER.length()));
            }
        }
        return names;
    }

    private Set<String> matching(Setting setting, Pattern pattern, String what)
            throws UsageException {
        for (var given : choices.all(setting)) {
            if (!pattern.matcher(given.value()).matches()) {
                throw given.wrong("\"" + given.value() + "\" is no " + what);
            }
        }
        return choices.all(setting).stream().map(ConfigValue::value).collect(Collectors.toSet());
    }

    private @Nullable ServerCertificate certificate() throws UsageException {
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
