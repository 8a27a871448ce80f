package io.tieline.http.client;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import io.tieline.session.backend.LinkFailure;

/**
 * Is told what becomes of one HTTP request, on its event loop and in this order: {@link #departed},
 * {@link #head}, any number of {@link #body}, {@link #end}; or {@link #failed} at any point, after
 * which nothing follows. A response may begin before its request has departed.
 */
interface ResponseReader {

    /** Every byte of the request has been taken by the operating system. */
    void departed();

    void head(int status, HttpHeaders headers);

    /** A piece of the body, readable until this returns. */
    void body(ByteBuf piece);

    void end();

    /** There will be no response, or no more of it. */
    void failed(LinkFailure failure);
}
