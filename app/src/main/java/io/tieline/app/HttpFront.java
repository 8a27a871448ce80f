package io.tieline.app;

import io.tieline.app.config.UsageException;
import io.tieline.http.EventLoops;
import io.tieline.http.HttpListener;
import io.tieline.http.HttpSettings;
import io.tieline.http.Services;
import io.tieline.session.Environment;
import io.tieline.session.client.ClientSession;
import java.io.IOException;
import java.net.BindException;
import java.net.Inet4Address;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The front for any number of clients.
 *
 * @param settings how the listener listens
 * @param auth who may call
 * @param patience how long calls in flight may go on in the end
 */
record HttpFront(HttpListener listener, HttpSettings settings, ListenerAuth auth, Duration patience)
        implements FrontDoor {

    static HttpFront open(
            FrontPlan.Http plan,
            Services services,
            Duration drain,
            EventLoops loops,
            Environment world)
            throws UsageException {
        var auth = ListenerAuth.begin(plan.auth());
        try {
            var settings = auth.over(plan.settings());
            var listener = HttpListener.serve(services, settings, loops, world);
            return new HttpFront(listener, settings, auth, drain);
        } catch (BindException e) {
            auth.close();
            throw UsageException.at(plan.place(), String.valueOf(e.getMessage()));
        } catch (IOException e) {
            auth.close();
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public String where() {
        var text = new StringBuilder("at ").append(listener.uri());
        var address = settings.address().getAddress();
        if (address.isAnyLocalAddress()) {
            text.append(
                    address instanceof Inet4Address
                            ? ", on all addresses of IPv4"
                            : ", on all addresses of IPv6 and IPv4");
        }
        var outside = settings.publicUrl();
        if (outside != null) {
            text.append(", from outside at ")
                    .append(outside.toString().replaceFirst("/*$", "/mcp"));
        }
        return text.toString();
    }

    @Override
    public void replace(Services services) {
        listener.replace(services);
    }

    /** Clients come and go; it never ends by itself. */
    @Override
    public CompletionStage<@Nullable Void> ended() {
        return new CompletableFuture<>();
    }

    @Override
    public CompletionStage<@Nullable Void> drain() {
        listener.sessions().refuseNew();
        var drained = new CompletableFuture<@Nullable Void>();
        Thread.ofPlatform()
                .name("tieline-drain")
                .start(() -> {
                    try {
                        listener.drain(patience);
                    } finally {
                        drained.complete(null);
                    }
                });
        return drained;
    }

    @Override
    public List<ClientSession> sessions() {
        return listener.sessions().all();
    }

    @Override
    public boolean isAlive(Duration most) {
        return new HealthProbe(listener.uri().resolve("/healthz")).comesBack(most);
    }

    @Override
    public void close() {
        listener.close();
        auth.close();
    }
}
