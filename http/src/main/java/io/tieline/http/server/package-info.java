/** Serves clients over HTTP; knows nothing of the half that reaches servers. */
@NullMarked
package io.tieline.http.server;

import org.jspecify.annotations.NullMarked;
