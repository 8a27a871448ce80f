package io.tieline.http.server;

import io.netty.handler.codec.http.HttpRequest;
import io.tieline.session.Principal;
import org.jspecify.annotations.Nullable;

/**
 * A request that has arrived whole, or one that was refused before it had; then the rest of it is
 * not read.
 *
 * @param sender who sends it; of one that was refused, nobody in particular
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record WholeRequest(HttpRequest head, byte[] body, Principal sender, @Nullable Refusal refusal) {}
