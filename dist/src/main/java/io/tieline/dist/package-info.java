/** Puts the program into what is handed out; run by {@code mvn -Pdist package}. */
@NullMarked
package io.tieline.dist;

import org.jspecify.annotations.NullMarked;
