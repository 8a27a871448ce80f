/**
 * Conversations as files: {@code tieline record} writes what passes between Tieline and a server,
 * {@code tieline replay} is that server for clients, or that client for a server. All of it happens
 * at the port behind which servers stand ({@link io.tieline.session.backend.Link}), so it is the
 * same for every transport and era.
 */
@NullMarked
package io.tieline.app.record;

import org.jspecify.annotations.NullMarked;
