package io.tieline.app;

import io.tieline.app.config.AuthChoices;
import io.tieline.app.config.GivenFile;
import io.tieline.app.config.UsageException;
import io.tieline.http.HttpSettings;
import io.tieline.http.settings.ProtectedResource;
import io.tieline.security.AddressRange;
import io.tieline.security.BearerAuthentication;
import io.tieline.security.JwtVerifier;
import io.tieline.security.OwnAddress;
import io.tieline.security.ProxyAuthentication;
import io.tieline.security.StaticTokens;
import io.tieline.security.TokenVerifier;
import io.tieline.security.TrustedIssuer;
import io.tieline.session.Authentication;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may call, as long as a listener is open: reads the file of tokens again when it changes, on a
 * thread of its own.
 */
final class ListenerAuth implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ListenerAuth.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final AuthChoices choices;
    private final @Nullable StaticTokens tokens;
    private final @Nullable Path file;
    private @Nullable ScheduledExecutorService thread;

    private ListenerAuth(AuthChoices choices, @Nullable StaticTokens tokens, @Nullable Path file) {
        this.choices = choices;
        this.tokens = tokens;
        this.file = file;
    }

    /** Reads what is named there, and begins to watch it. */
    static ListenerAuth begin(AuthChoices choices) throws UsageException {
        var given = choices.tokens();
        var file = given == null ? null : GivenFile.path(given);
        try {
            var watch = file == null ? null : new FileWatch(List.of(file));
            var tokens = file == null ? null : StaticTokens.read(file, InstantSource.system());
            var auth = new ListenerAuth(choices, tokens, file);
            if (watch != null) {
                auth.watch(watch);
            }
            return auth;
        } catch (IOException e) {
            throw UsageException.at(
                    given == null ? "auth" : given.place(), String.valueOf(e.getMessage()));
        }
    }

    private void watch(FileWatch watch) {
        thread =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().name("tieline-tokens").daemon().factory());
        var _ =
                thread.scheduleWithFixedDelay(
                        () -> look(watch),
                        PAUSE.toMillis(),
                        PAUSE.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    private void look(FileWatch watch) {
        if (tokens == null || file == null || !watch.hasChanged()) {
            return;
        }
        try {
            if (Files.exists(file)) {
                LOG.info("The file of tokens was read again: {} may call", tokens.reload());
            } else {
                tokens.clear();
                LOG.warn("{} is gone, and none of its tokens is good any more", file);
            }
        } catch (IOException | RuntimeException wrong) {
            LOG.warn(
                    "The file of tokens was read again and is not taken; the tokens that were there"
                            + " stay: {}",
                    wrong.getMessage());
        }
    }

    /** The same settings; who may call is found out. */
    HttpSettings over(HttpSettings settings) {
        if (!choices.isAsked()) {
            return settings;
        }
        var settled = settings.withAuthentication(authentication(settings));
        boolean takesTokens = tokens != null || !choices.issuers().isEmpty();
        return !takesTokens
                ? settled
                : settled.withResource(
                        new ProtectedResource(
                                choices.issuers().stream().map(TrustedIssuer::issuer).toList(),
                                List.of()));
    }

    private Authentication authentication(HttpSettings settings) {
        var verifiers = new ArrayList<TokenVerifier>();
        if (tokens != null) {
            verifiers.add(tokens);
        }
        if (!choices.issuers().isEmpty()) {
            verifiers.add(
                    new JwtVerifier(
                            choices.issuers(),
                            new OwnAddress(settings.publicUrl()),
                            InstantSource.system(),
                            (SSLSocketFactory) SSLSocketFactory.getDefault()));
        }
        var bearer =
                verifiers.isEmpty()
                        ? null
                        : new BearerAuthentication(verifiers, Set.of(), InstantSource.system());
        var header = choices.principalHeader();
        if (header != null) {
            var proxies =
                    choices.proxies().stream()
                            .map(given -> AddressRange.of(given.value()))
                            .toList();
            return new ProxyAuthentication(proxies, header.value(), bearer);
        }
        return Objects.requireNonNull(bearer, "somebody is asked");
    }

    @Override
    public void close() {
        if (thread != null) {
            thread.shutdownNow();
        }
    }
}
