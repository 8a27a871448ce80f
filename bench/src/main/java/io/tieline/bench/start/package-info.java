/** What a start costs: the time to the first answered call, and the memory it takes. */
@NullMarked
package io.tieline.bench.start;

import org.jspecify.annotations.NullMarked;
