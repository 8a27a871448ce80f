package io.tieline.http.client;

import io.netty.buffer.ByteBuf;
import io.tieline.session.backend.LinkFailure;

/** The body of one response to a {@link PostedRequest}, as it arrives. */
sealed interface PostAnswer permits JsonAnswer, EventAnswer, RefusedAnswer, StrangeAnswer {

    void add(ByteBuf piece);

    void end();

    /** The connection broke before the end. */
    void broken(LinkFailure failure);

    /** Nothing more of this body is wanted. */
    default void over() {}
}
