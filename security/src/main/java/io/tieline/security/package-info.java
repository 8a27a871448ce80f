/**
 * Finds out who sends a request: {@link io.tieline.security.BearerAuthentication} looks at the
 * token that comes with it, by {@link io.tieline.security.TokenVerifier}s of which each knows one
 * kind of token.
 */
@NullMarked
package io.tieline.security;

import org.jspecify.annotations.NullMarked;
