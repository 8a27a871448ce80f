package io.tieline.http.client;

import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Finds the addresses of one host. The JDK's lookup blocks, for seconds when a name server is
 * silent, so it happens on a thread of its own, one at a time; who asks meanwhile gets the same
 * answer. The JDK caches what it found. Safe for use by several threads.
 */
final class HostLookup {

    private final String host;
    private final ThreadFactory threads;
    private final AtomicReference<CompletableFuture<List<InetAddress>>> underway =
            new AtomicReference<>(CompletableFuture.completedFuture(List.of()));

    HostLookup(String host, ThreadFactory threads) {
        this.host = host;
        this.threads = threads;
    }

    /** At least one address, or an {@link UnknownHostException}. */
    CompletableFuture<List<InetAddress>> addresses() {
        var literal = NetUtil.createByteArrayFromIpAddressString(host);
        if (literal != null) {
            return CompletableFuture.completedFuture(List.of(named(literal)));
        }
        var before = underway.get();
        if (!before.isDone()) {
            return before;
        }
        var next = new CompletableFuture<List<InetAddress>>();
        if (!underway.compareAndSet(before, next)) {
            return addresses();
        }
        threads.newThread(() -> lookUp(next)).start();
        return next;
    }

    private void lookUp(CompletableFuture<List<InetAddress>> found) {
        try {
            found.complete(List.of(InetAddress.getAllByName(host)));
        } catch (IOException e) {
            found.completeExceptionally(e);
        }
    }

    private InetAddress named(byte[] address) {
        try {
            return InetAddress.getByAddress(host, address);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("An address of illegal length", e);
        }
    }
}
