package io.tieline.framework;

import io.tieline.wire.Request;
import io.tieline.wire.Response;

/**
 * Stands before a server's handlers, or between a proxy's clients and its backend: to count, to
 * time, to refuse, to change requests and answers.
 *
 * <pre>{@code
 * builder.intercept((context, request, next) -> {
 *     var begun = System.nanoTime();
 *     try {
 *         return next.proceed(request);
 *     } finally {
 *         times.record(request.method(), System.nanoTime() - begun);
 *     }
 * })
 * }</pre>
 *
 * <p>It sees every request but {@code initialize} and {@code ping}. The first that was added is the
 * outermost: it sees the request first and the answer last. Each request runs on a virtual thread
 * of its own, so that it may block; what it asks and logs through its context belongs to the
 * request.
 */
@FunctionalInterface
public interface Interceptor {

    /**
     * Serves one request, usually by {@link Next#proceed}. Interrupted when the client takes the
     * request back.
     *
     * @return the answer; its id does not matter
     * @throws io.tieline.wire.McpException to answer with an error
     * @throws ToolException to answer with an error that has this message
     * @throws UnansweredException if the client was asked and gave no answer: it is told so
     * @throws Exception anything else: the client learns that something failed, not what
     */
    Response intercept(McpContext context, Request request, Next next) throws Exception;

    /** The rest of the way: the next interceptor, and at last the handler or the backend. */
    @FunctionalInterface
    interface Next {

        /**
         * Goes on with this request, changed or not, and waits for the answer. To be called once.
         *
         * @throws java.util.concurrent.CancellationException if the client takes the request back
         */
        Response proceed(Request request);
    }
}
