/** The numbered acceptance scenarios, through real transports on both sides of a gateway. */
@NullMarked
package io.tieline.testkit.scenarios;

import org.jspecify.annotations.NullMarked;
