package io.tieline.http.server;

import io.tieline.wire.Message;
import org.jspecify.annotations.Nullable;

/**
 * A POST whose body is JSON, with the forms of answer that its client takes.
 *
 * @param message what it says; null for a batch, which is read by whoever takes batches
 */
record Post(
        HttpRequestMessage request, HttpReply reply, Accept accept, @Nullable Message message) {}
