/** What the gateway promises, seen from both of its ends: a client here, a server there. */
@NullMarked
package io.tieline.gateway;

import org.jspecify.annotations.NullMarked;
