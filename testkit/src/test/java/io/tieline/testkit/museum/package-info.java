/**
 * A museum of defects that proxies had, or have. Each exhibit is the real gateway with one of its
 * ports spoiled, and each is caught by the same checker that the gateway itself passes.
 */
@NullMarked
package io.tieline.testkit.museum;

import org.jspecify.annotations.NullMarked;
