/** Tests of {@link io.tieline.app.command}: servers in this process, and a person who types. */
@NullMarked
package io.tieline.app.command;

import org.jspecify.annotations.NullMarked;
