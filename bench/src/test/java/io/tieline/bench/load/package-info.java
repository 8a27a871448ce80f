@NullMarked
package io.tieline.bench.load;

import org.jspecify.annotations.NullMarked;
