/** Limits and choices of listeners and backends: values that programs write. */
@NullMarked
package io.tieline.http.settings;

import org.jspecify.annotations.NullMarked;
