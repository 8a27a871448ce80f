/**
 * The commands that use servers in the place of a client: what they offer, one call, one reading.
 * They know the servers as {@link io.tieline.app.command.ConnectableServers} and the person as
 * {@link io.tieline.app.terminal.Screen}; how either is come by is the program's affair.
 */
@NullMarked
package io.tieline.app.command;

import org.jspecify.annotations.NullMarked;
