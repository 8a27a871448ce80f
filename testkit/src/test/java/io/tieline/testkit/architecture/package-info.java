/** The rules of the house that the compiler does not know. */
@NullMarked
package io.tieline.testkit.architecture;

import org.jspecify.annotations.NullMarked;
