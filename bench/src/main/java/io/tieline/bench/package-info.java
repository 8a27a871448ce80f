/** What a call, a session and a start cost, beside other proxies in the same run. */
@NullMarked
package io.tieline.bench;

import org.jspecify.annotations.NullMarked;
