/**
 * The words that both halves of a conversation share: time and strands, questions, what may wait,
 * and what observers are told. Depends on neither half.
 */
@NullMarked
package io.tieline.session;

import org.jspecify.annotations.NullMarked;
