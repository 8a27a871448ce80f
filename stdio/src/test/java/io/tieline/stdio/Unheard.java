package io.tieline.stdio;

import io.tieline.session.backend.Link;
import io.tieline.session.backend.LinkFailure;
import io.tieline.wire.Message;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A request's own stream on a link that has none: it only ever hears that the request failed. */
final class Unheard implements Link.Stream {

    private static final long SECONDS = 20;

    private final CompletableFuture<LinkFailure> failure = new CompletableFuture<>();

    /** How the request failed. */
    LinkFailure failure() {
        return failure.orTimeout(SECONDS, TimeUnit.SECONDS).join();
    }

    boolean hasFailed() {
        return failure.isDone();
    }

    @Override
    public void received(Message message) {
        throw new AssertionError("stdio has no streams of its own: " + message);
    }

    @Override
    public void failed(LinkFailure why) {
        failure.complete(why);
    }

    @Override
    public Map<String, String> headers() {
        return Map.of();
    }
}
