package io.tieline.session.client;

import io.tieline.session.ClientCapabilities;
import io.tieline.session.Strand;
import io.tieline.wire.Json;
import io.tieline.wire.Revision;
import io.tieline.wire.RpcError;

/**
 * Who is at the other end of an {@link Exchange}: a session of the handshake era, or the sender of
 * one request of the stateless era, which has no session to be part of.
 */
public sealed interface Client permits ClientSession, StatelessClient {

    /** Where everything of this client's exchange happens. */
    Strand strand();

    /** The revision that it speaks. */
    Revision revision();

    /** The questions that it said it can be asked. */
    ClientCapabilities capabilities();

    /** Its {@code clientInfo} as it wrote it; an empty object if it gave none. */
    Json clientInfo();

    /**
     * Reports a fault in code that serves this client; what the client may know of it.
     *
     * @param what what has failed, for the log: one line
     */
    RpcError fault(Throwable fault, String what);
}
