/** The admin address, asked over real sockets. */
@NullMarked
package io.tieline.app.admin;

import org.jspecify.annotations.NullMarked;
