@NullMarked
package io.tieline.bench.report;

import org.jspecify.annotations.NullMarked;
