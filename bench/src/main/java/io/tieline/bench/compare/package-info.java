/** Subjects side by side: workloads, rounds, and what came of them. */
@NullMarked
package io.tieline.bench.compare;

import org.jspecify.annotations.NullMarked;
