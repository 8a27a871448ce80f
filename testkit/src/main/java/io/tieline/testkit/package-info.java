/** Real peers, faulty links and transcripts for tests. */
@NullMarked
package io.tieline.testkit;

import org.jspecify.annotations.NullMarked;
