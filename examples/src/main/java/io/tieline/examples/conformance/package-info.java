/** The server and the client with which the framework faces the official conformance suite. */
@NullMarked
package io.tieline.examples.conformance;

import org.jspecify.annotations.NullMarked;
