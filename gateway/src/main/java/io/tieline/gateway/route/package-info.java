/**
 * How the things of many servers are shown behind one front, and whose each of them is: names,
 * words, pages and search. No I/O, no clock: what goes in decides what comes out.
 */
@NullMarked
package io.tieline.gateway.route;

import org.jspecify.annotations.NullMarked;
