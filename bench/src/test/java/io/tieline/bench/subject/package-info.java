@NullMarked
package io.tieline.bench.subject;

import org.jspecify.annotations.NullMarked;
