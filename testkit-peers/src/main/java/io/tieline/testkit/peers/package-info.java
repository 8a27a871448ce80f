/**
 * Peers for tests, in this process and in both eras: a {@link
 * io.tieline.testkit.peers.ScriptedServer} for what connects to servers, a {@link
 * io.tieline.testkit.peers.RecordedClient} for what serves clients, and a {@link
 * io.tieline.testkit.peers.FaultyBackend} between the two.
 *
 * <p>The peers call the code under test on the thread of the test, so that a test of a service
 * without threads is deterministic. They are also safe for use by several threads: what a test asks
 * them for is waited for, at most thirty seconds.
 */
@NullMarked
package io.tieline.testkit.peers;

import org.jspecify.annotations.NullMarked;
