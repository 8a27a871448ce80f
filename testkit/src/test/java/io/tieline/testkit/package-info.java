/** The first test of the house, and what it is told with. */
@NullMarked
package io.tieline.testkit;

import org.jspecify.annotations.NullMarked;
