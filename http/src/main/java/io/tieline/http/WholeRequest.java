package io.tieline.http;

import io.netty.handler.codec.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * A request that has arrived whole, or one that was refused before it had; then the rest of it is
 * not read.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record WholeRequest(HttpRequest head, byte[] body, @Nullable Refusal refusal) {}
