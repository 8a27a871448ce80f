/** Random histories of the core, and a museum of the defects that such histories find. */
@NullMarked
package io.tieline.testkit.simulation;

import org.jspecify.annotations.NullMarked;
