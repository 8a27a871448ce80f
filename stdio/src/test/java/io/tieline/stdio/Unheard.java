package io.tieline.stdio;

import io.tieline.session.Link;
import io.tieline.session.LinkFailure;
import io.tieline.wire.Message;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A request's own stream on a link that has none: it only ever hears that the request failed. */
final class Unheard implements Link.Stream {

    final CompletableFuture<LinkFailure> failure = new CompletableFuture<>();

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
