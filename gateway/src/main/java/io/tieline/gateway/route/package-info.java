/**
 * Many servers behind one front: a {@link io.tieline.gateway.route.Federation} shows the things of
 * all, finds whose each of them is, and brings each request to its server by that server's {@link
 * io.tieline.gateway.Gateway}. Knows no socket, thread or clock.
 */
@NullMarked
package io.tieline.gateway.route;

import org.jspecify.annotations.NullMarked;
