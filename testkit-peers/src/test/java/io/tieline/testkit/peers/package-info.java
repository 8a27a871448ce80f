/** The peers do what their users' tests rely on. */
@NullMarked
package io.tieline.testkit.peers;

import org.jspecify.annotations.NullMarked;
