package io.tieline.gateway;

import io.tieline.session.client.ClientSession;
import io.tieline.session.client.Exchange;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Revision;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What one client session has of one backend, from {@link Gateway#join} to {@link #close}. Used on
 * the session's {@linkplain ClientSession#strand strand}.
 */
public final class Membership {

    private final InterceptorChain chain;
    private final Binding binding;
    private final TaskGuard guarded;
    private final AtomicInteger joined;
    private boolean closed;

    Membership(InterceptorChain chain, TaskOwners tasks, AtomicInteger joined, Binding binding) {
        this.chain = chain;
        this.joined = joined;
        this.binding = binding;
        this.guarded = new TaskGuard(tasks, binding);
    }

    /**
     * Answers the client's handshake by what the backend says of itself. Either this or {@link
     * #join} comes first.
     *
     * @param agreed the revision in which the client is answered
     */
    public void greet(Exchange exchange, Revision agreed) {
        binding.greet(exchange, agreed);
    }

    /** Begins without a handshake: the backend is asked when it is first used. */
    public void join(Revision agreed) {
        binding.join(agreed);
    }

    /**
     * Carries a request to the backend and back, past the interceptors of this backend.
     *
     * @param exchange the client's request
     * @param request the same in the backend's words
     */
    public void serve(Exchange exchange, Request request) {
        chain.serve(exchange, request, guarded);
    }

    /** Carries a notification of the client that is the backend's business. */
    public void tell(Notification notification) {
        binding.tell(notification);
    }

    /** The client's session is over, or wants nothing more of this backend. Twice is silent. */
    public void close() {
        if (!closed) {
            closed = true;
            binding.close();
            joined.decrementAndGet();
        }
    }
}
