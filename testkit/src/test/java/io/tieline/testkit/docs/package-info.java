/** What the documentation says can be found and is so. */
@NullMarked
package io.tieline.testkit.docs;

import org.jspecify.annotations.NullMarked;
