/**
 * A corpus of odd peers: MCP servers and clients that behave as real programs do and as the
 * specification does not say, each as a small script with what must come out of it.
 *
 * <p>{@link OddServers#all()} are the servers, {@link OddClients#all()} the clients. {@link
 * RunningServer} puts a server up, on a real socket or as a real child process. The facts are from
 * public reports about other programs; the scripts are our own.
 */
@NullMarked
package io.tieline.testkit.odd;

import org.jspecify.annotations.NullMarked;
