/** What is compared: programs between the clients and the backend, each in a process of its own. */
@NullMarked
package io.tieline.bench.subject;

import org.jspecify.annotations.NullMarked;
