// A leg is named by two letters, the era of the client and the era of the server behind the gateway.

const REVISION = { L: '2025-11-25', M: '2026-07-28' };

export const LEGS = ['LL', 'LM', 'ML', 'MM'];

/** The legs that suites run unless some are named: those that the gateway can walk. */
export const WALKED = LEGS;

/** The revisions of a leg: the client's, and the server's. */
export function revisions(leg) {
  return [...leg].map((letter) => REVISION[letter]);
}
