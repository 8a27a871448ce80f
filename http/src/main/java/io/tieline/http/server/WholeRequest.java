package io.tieline.http.server;

import io.netty.handler.codec.http.HttpRequest;
import io.tieline.session.Principal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A request that has arrived whole, or one that was refused before it had; then the rest of it is
 * not read.
 *
 * @param sender who sends it; of one that was refused, nobody in particular
 * @param good how long it is known who sends it
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record WholeRequest(
        HttpRequest head,
        byte[] body,
        Principal sender,
        Duration good,
        @Nullable Refusal refusal) {}
