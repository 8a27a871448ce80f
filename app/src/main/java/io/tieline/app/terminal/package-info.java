/** The person at the terminal, and the streams where nobody sits. */
@NullMarked
package io.tieline.app.terminal;

import org.jspecify.annotations.NullMarked;
