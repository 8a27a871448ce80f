/**
 * Random histories of several servers behind one front, judged by what a client of one server may
 * expect of each.
 */
@NullMarked
package io.tieline.testkit.federation;

import org.jspecify.annotations.NullMarked;
