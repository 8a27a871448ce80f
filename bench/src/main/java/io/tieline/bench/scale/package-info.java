/** How cost grows with work: curves over connections, sessions, streams, tools and children. */
@NullMarked
package io.tieline.bench.scale;

import org.jspecify.annotations.NullMarked;
