package io.tieline.http.server;

import io.netty.handler.codec.http.HttpMethod;
import io.tieline.wire.RpcError;

/**
 * What answers the requests to one path: one transport of one era. Called on the event loop of the
 * request's connection; must not block, and gives every reply its answer in the end.
 */
@FunctionalInterface
interface Endpoint {

    void serve(HttpRequestMessage request, HttpReply reply);

    /** Whether everybody may make this request, and nobody is asked who sends it. */
    default boolean isOpen(HttpMethod method, RequestTarget target) {
        return false;
    }

    /**
     * A request that was refused for its length, which its client has been told.
     *
     * @param beginning the request with the beginning of its body
     */
    default void missed(HttpRequestMessage beginning, RpcError why) {}
}
