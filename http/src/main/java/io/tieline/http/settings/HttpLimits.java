package io.tieline.http.settings;

import io.tieline.wire.Limits;
import java.time.Duration;

/**
 * What one connection to an {@code HttpListener} may cost.
 *
 * @param headerBytes the longest head of a request, in bytes; a longer one is answered with 431
 * @param messages the longest body (413), its depth, and the messages in a batch
 * @param head how long the head of a request may take to arrive, from its first byte, and with TLS
 *     the handshake, from the beginning of the connection; then 408, or the end of the connection
 * @param request how long one whole request may take, from its first byte; then 408
 * @param idle how long a connection lives on which no request is in flight and no stream is open
 * @param writeStall how long a client may read nothing at all of what waits for it
 * @param unsentBytes how much may wait for a client that reads slowly before its connection, and
 *     only that, is closed; several of the longest messages must fit, since as many answers may be
 *     due at once
 * @param connections how many connections there are at once; beyond that those make room on which
 *     nothing is answered, and when there are none, the new one is closed
 */
public record HttpLimits(
        int headerBytes,
        Limits messages,
        Duration head,
        Duration request,
        Duration idle,
        Duration writeStall,
        int unsentBytes,
        int connections) {

    /**
     * Heads of 32 KiB, bodies of 4 MiB, 30 s for a head, 5 min for a request, 2 min idle, 10 s
     * without reading, 128 MiB unsent, 10,000 connections.
     */
    public static final HttpLimits DEFAULT =
            new HttpLimits(
                    32 * 1024,
                    Limits.DEFAULT,
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(2),
                    Duration.ofSeconds(10),
                    128 * 1024 * 1024,
                    10_000);

    public HttpLimits {
        Checks.require(headerBytes, "headerBytes");
        Checks.require(head, "head");
        Checks.require(request, "request");
        Checks.require(idle, "idle");
        Checks.require(writeStall, "writeStall");
        Checks.require(unsentBytes, "unsentBytes");
        Checks.require(connections, "connections");
    }

    /** The same limits with others for messages. */
    public HttpLimits withMessages(Limits other) {
        return new HttpLimits(
                headerBytes, other, head, request, idle, writeStall, unsentBytes, connections);
    }

    /** The same limits with another longest head. */
    public HttpLimits withHeaderBytes(int other) {
        return new HttpLimits(
                other, messages, head, request, idle, writeStall, unsentBytes, connections);
    }

    /** The same limits with another time for a head to arrive. */
    public HttpLimits withHead(Duration other) {
        return new HttpLimits(
                headerBytes, messages, other, request, idle, writeStall, unsentBytes, connections);
    }

    /** The same limits with another time for a request to arrive. */
    public HttpLimits withRequest(Duration other) {
        return new HttpLimits(
                headerBytes, messages, head, other, idle, writeStall, unsentBytes, connections);
    }

    /** The same limits with another idle time. */
    public HttpLimits withIdle(Duration other) {
        return new HttpLimits(
                headerBytes, messages, head, request, other, writeStall, unsentBytes, connections);
    }

    /** The same limits with another time without reading. */
    public HttpLimits withWriteStall(Duration other) {
        return new HttpLimits(
                headerBytes, messages, head, request, idle, other, unsentBytes, connections);
    }

    /** The same limits with another bound on what is unsent. */
    public HttpLimits withUnsentBytes(int other) {
        return new HttpLimits(
                headerBytes, messages, head, request, idle, writeStall, other, connections);
    }

    /** The same limits with another number of connections. */
    public HttpLimits withConnections(int other) {
        return new HttpLimits(
                headerBytes, messages, head, request, idle, writeStall, unsentBytes, other);
    }
}
