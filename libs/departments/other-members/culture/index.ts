// Generated from this folder by scripts/generate.mjs. Do not edit.
export * from './netcafe-check-done';
export * from './netcafe-violation-found';
export * from './venue-opened-free';
