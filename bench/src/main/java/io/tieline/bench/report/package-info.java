/** What is printed and written about a comparison. */
@NullMarked
package io.tieline.bench.report;

import org.jspecify.annotations.NullMarked;
