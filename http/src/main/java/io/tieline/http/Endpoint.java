package io.tieline.http;

import io.tieline.wire.RpcError;

/**
 * What answers the requests to one path: one transport of one era. Called on the event loop of the
 * request's connection; must not block, and gives every reply its answer in the end.
 */
@FunctionalInterface
interface Endpoint {

    void serve(HttpRequestMessage request, HttpReply reply);

    /**
     * A request that was refused for its length, which its client has been told.
     *
     * @param beginning the request with the beginning of its body
     */
    default void missed(HttpRequestMessage beginning, RpcError why) {}
}
