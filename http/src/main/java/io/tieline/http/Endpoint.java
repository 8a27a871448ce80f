package io.tieline.http;

/**
 * What answers the requests to one path: one transport of one era. Called on the event loop of the
 * request's connection; must not block, and gives every reply its answer in the end.
 */
@FunctionalInterface
interface Endpoint {

    void serve(Incoming request, HttpReply reply);
}
