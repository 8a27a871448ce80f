/**
 * Translates between the eras and revisions of the protocol, one class for each direction. A new
 * revision adds a class here; nothing else of the library knows what an answer of another revision
 * looks like.
 */
@NullMarked
package io.tieline.session.era;

import org.jspecify.annotations.NullMarked;
