/**
 * The admin address: health, metrics, what is under way, reload and drain. It hears what the core
 * tells its observers and reads what {@link io.tieline.app.admin.GatewayState} shows; the path of
 * messages knows nothing of it.
 */
@NullMarked
package io.tieline.app.admin;

import org.jspecify.annotations.NullMarked;
