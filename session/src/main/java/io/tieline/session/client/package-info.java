/**
 * The half of a conversation in which the other side is a client: its session, or one request
 * without, and each request of it as an {@link io.tieline.session.client.Exchange}.
 */
@NullMarked
package io.tieline.session.client;

import org.jspecify.annotations.NullMarked;
