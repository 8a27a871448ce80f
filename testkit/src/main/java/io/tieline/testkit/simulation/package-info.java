/**
 * The production core in a world of its own: virtual time, seeded chance, scripted peers and
 * faults. {@link Simulation} runs one history from one seed and judges it.
 */
@NullMarked
package io.tieline.testkit.simulation;

import org.jspecify.annotations.NullMarked;
