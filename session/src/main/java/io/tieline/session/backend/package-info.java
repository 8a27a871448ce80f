/**
 * The half of a conversation in which the other side is a server: one session with it, and each
 * request to it as a {@link io.tieline.session.backend.Call}. Knows the half towards clients only
 * where a server in this process is a backend.
 */
@NullMarked
package io.tieline.session.backend;

import org.jspecify.annotations.NullMarked;
