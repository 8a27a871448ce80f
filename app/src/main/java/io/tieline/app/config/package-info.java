/**
 * What the operator wrote, on the command line and in files of any client: read, checked, and held
 * with the place where each value stands.
 */
@NullMarked
package io.tieline.app.config;

import org.jspecify.annotations.NullMarked;
