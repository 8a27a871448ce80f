/** What goes into the names, words, pages and search of many servers, and what comes out. */
@NullMarked
package io.tieline.gateway.route;

import org.jspecify.annotations.NullMarked;
