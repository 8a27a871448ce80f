package io.tieline.testkit.scenarios;

import io.tieline.wire.Revision;
import java.util.stream.Stream;

/** A transport on the client's side of the gateway, and one on the server's. */
record Pairing(Transport front, Transport backend) {

    enum Transport {
        IN_PROCESS,
        STDIO,
        STREAMABLE_HTTP,
        HTTP_SSE
    }

    /** The eras that a client can speak on this front: HTTP+SSE is of the first one only. */
    Stream<Revision> frontEras() {
        return eras(front);
    }

    /** The eras that the server can speak on this transport, in the same way. */
    Stream<Revision> backendEras() {
        return eras(backend);
    }

    private static Stream<Revision> eras(Transport transport) {
        return transport == Transport.HTTP_SSE
                ? Stream.of(Revision.LATEST_HANDSHAKE)
                : Stream.of(Revision.LATEST_HANDSHAKE, Revision.STATELESS);
    }

    /** Every front with every backend, but for child processes, which cost a start each. */
    static Stream<Pairing> withoutChildren() {
        return Stream.of(Transport.values())
                .flatMap(front ->
                        Stream.of(Transport.values())
                                .filter(backend -> backend != Transport.STDIO)
                                .map(backend -> new Pairing(front, backend)));
    }

    /** Every transport on either side, but for children. */
    static Stream<Pairing> diagonal() {
        return Stream.of(
                new Pairing(Transport.STREAMABLE_HTTP, Transport.STREAMABLE_HTTP),
                new Pairing(Transport.STDIO, Transport.HTTP_SSE),
                new Pairing(Transport.HTTP_SSE, Transport.IN_PROCESS));
    }

    /** Child processes as backends. */
    static Stream<Pairing> withChildren() {
        return Stream.of(
                new Pairing(Transport.STREAMABLE_HTTP, Transport.STDIO),
                new Pairing(Transport.HTTP_SSE, Transport.STDIO),
                new Pairing(Transport.STDIO, Transport.STDIO));
    }

    /** The whole matrix, with a child for each front. */
    static Stream<Pairing> all() {
        return Stream.concat(withoutChildren(), withChildren());
    }

    /** The whole matrix, with one child. */
    static Stream<Pairing> most() {
        return Stream.concat(withoutChildren(), withChildren().limit(1));
    }

    /** Every transport on either side, with one child. */
    static Stream<Pairing> some() {
        return Stream.concat(diagonal(), withChildren().limit(1));
    }

    /** Links on which every message says which call caused it. */
    static Stream<Pairing> attributing() {
        return Stream.of(
                new Pairing(Transport.STREAMABLE_HTTP, Transport.STREAMABLE_HTTP),
                new Pairing(Transport.IN_PROCESS, Transport.STREAMABLE_HTTP),
                new Pairing(Transport.STREAMABLE_HTTP, Transport.IN_PROCESS));
    }

    @Override
    public String toString() {
        return front + " to " + backend;
    }
}
