import React from 'react';

/**
 * React's development build notes a stack trace with every element it makes, to name its owner in a warning, which
 * takes a third of the time of these tests. It stops by itself where there have been ten thousand lately; here
 * it believes so from the start. Nothing else depends on the number.
 */
const internals: unknown = Reflect.get(
  React,
  '__CLIENT_INTERNALS_DO_NOT_USE_OR_WARN_USERS_THEY_CANNOT_UPGRADE',
);
if (typeof internals === 'object' && internals !== null) {
  Object.defineProperty(internals, 'recentlyCreatedOwnerStacks', {
    get: () => Number.POSITIVE_INFINITY,
    set: () => undefined,
  });
}
