// Preloaded into programs that listen on every interface without asking: here they listen on 127.0.0.1 only.
// It replaces the innermost step of `listen`, because callers read the port as soon as `listen` returns, and naming a
// host to `listen` itself would make it look that host up first.

const { Server } = require('node:net');

const EVERYWHERE = [null, '::', '0.0.0.0'];
const bind = Server.prototype._listen2;
if (typeof bind !== 'function') throw new Error('this Node has no Server._listen2; the servers would not stay on 127.0.0.1');

Server.prototype._listen2 = function (address, port, family, ...rest) {
  const local = EVERYWHERE.includes(address) && typeof port === 'number';
  return local ? bind.call(this, '127.0.0.1', port, 4, ...rest) : bind.call(this, address, port, family, ...rest);
};
