@NullMarked
package io.tieline.bench.compare;

import org.jspecify.annotations.NullMarked;
