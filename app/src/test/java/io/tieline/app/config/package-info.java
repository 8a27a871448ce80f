/** Tests of what reads files. */
@NullMarked
package io.tieline.app.config;

import org.jspecify.annotations.NullMarked;
