/** {@code tieline doctor}: proves server by server what works, and says of what does not why. */
@NullMarked
package io.tieline.app.doctor;

import org.jspecify.annotations.NullMarked;
