package io.tieline.gateway;

import io.tieline.session.client.Exchange;
import io.tieline.wire.Request;

/**
 * Stands between a client's request and its backend: it may answer the exchange itself, change the
 * request, or change the answer on its way back ({@link Exchange#onFinish}).
 *
 * <p>Called on the client session's strand and must not block; an interceptor that blocks (a token
 * introspection) goes on to a thread of its own and calls {@link Next#proceed} from there.
 */
@FunctionalInterface
public interface Interceptor {

    /**
     * Takes the request. Either {@link Next#proceed} is called once, or the exchange is finished.
     *
     * @param exchange the client's request, and the way back
     * @param request the request as the interceptors before this one left it
     */
    void intercept(Exchange exchange, Request request, Next next);

    /** The rest of the way. */
    @FunctionalInterface
    interface Next {
        /** Goes on with this request, changed or not. May be called from any thread. */
        void proceed(Request request);
    }
}
