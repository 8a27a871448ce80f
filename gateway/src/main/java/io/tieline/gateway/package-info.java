/** Answers each client exchange with one backend call. */
@NullMarked
package io.tieline.gateway;

import org.jspecify.annotations.NullMarked;
