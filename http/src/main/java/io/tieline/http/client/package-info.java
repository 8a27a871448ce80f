/** Reaches servers over HTTP; knows nothing of the half that serves clients. */
@NullMarked
package io.tieline.http.client;

import org.jspecify.annotations.NullMarked;
