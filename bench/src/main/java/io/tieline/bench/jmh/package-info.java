/** What the smallest parts cost: time and allocation of one operation, measured with JMH. */
@NullMarked
package io.tieline.bench.jmh;

import org.jspecify.annotations.NullMarked;
