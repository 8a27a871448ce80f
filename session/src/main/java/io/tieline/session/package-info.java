/** Exchanges, calls and sessions: who asked, and the only way back. */
@NullMarked
package io.tieline.session;

import org.jspecify.annotations.NullMarked;
