/** Tests of recordings. */
@NullMarked
package io.tieline.app.record;

import org.jspecify.annotations.NullMarked;
