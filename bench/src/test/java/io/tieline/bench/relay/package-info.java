@NullMarked
package io.tieline.bench.relay;

import org.jspecify.annotations.NullMarked;
