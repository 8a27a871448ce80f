/**
 * A museum of defects that proxies had, or have. Each exhibit is the real gateway with one of its
 * ports spoiled, and each is caught by the same checker that the gateway itself passes. A wing of
 * its own has those of several servers behind one front.
 */
@NullMarked
package io.tieline.testkit.museum;

import org.jspecify.annotations.NullMarked;
