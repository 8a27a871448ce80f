package io.tieline.stdio;

import io.tieline.session.Lifetime;
import io.tieline.session.client.ServerTransport;
import io.tieline.session.client.Service;
import io.tieline.session.client.SessionSettings;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A pair of streams over which one client is served; see {@link Stdio#stdio()} and {@link
 * StdioFront}. Immutable.
 */
public final class StandardStreams implements ServerTransport {

    static final StandardStreams OF_THIS_PROCESS =
            new StandardStreams(Stdio::takeInput, Stdio::takeOutput, StdioSettings.DEFAULT);

    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private final Supplier<InputStream> in;
    private final Supplier<OutputStream> out;
    private final StdioSettings settings;

    StandardStreams(Supplier<InputStream> in, Supplier<OutputStream> out, StdioSettings settings) {
        this.in = in;
        this.out = out;
        this.settings = settings;
    }

    /** The same streams with other limits. */
    public StandardStreams withSettings(StdioSettings other) {
        return new StandardStreams(in, out, other);
    }

    @Override
    public ServerTransport.Listener listen(Service service, Lifetime lifetime) {
        return new Listening(
                StdioFront.serve(
                        service,
                        in.get(),
                        out.get(),
                        SessionSettings.DEFAULT,
                        settings,
                        lifetime.environment()));
    }

    private record Listening(StdioFront front) implements ServerTransport.Listener {

        @Override
        public @Nullable URI uri() {
            return null;
        }

        @Override
        public CompletionStage<@Nullable Void> ended() {
            return front.closed();
        }

        @Override
        public void drain(Duration most) {
            if (!isOver(front.drain(), most)) {
                close();
                var _ = isOver(front.closed(), LAST_WORDS);
            }
        }

        private static boolean isOver(CompletionStage<@Nullable Void> end, Duration within) {
            try {
                var _ = end.toCompletableFuture().get(within.toMillis(), TimeUnit.MILLISECONDS);
                return true;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            } catch (ExecutionException | TimeoutException e) {
                return false;
            }
        }

        @Override
        public void close() {
            front.close();
        }
    }
}
