package io.tieline.http;

import io.netty.handler.codec.http.HttpHeaders;
import io.tieline.session.Caller;

/** Establishes who sends a request. */
@FunctionalInterface
interface Callers {

    /** Everybody who reaches the listener is its one local principal. */
    Callers LOCAL = headers -> new Caller(Caller.LOCAL_PRINCIPAL, new SentHeaders(headers));

    Caller of(HttpHeaders headers);
}
