/** The examples do what the pages say. */
@NullMarked
package io.tieline.examples;

import org.jspecify.annotations.NullMarked;
