/** The Java that the documentation shows: what stands between region marks is shown verbatim. */
@NullMarked
package io.tieline.examples;

import org.jspecify.annotations.NullMarked;
