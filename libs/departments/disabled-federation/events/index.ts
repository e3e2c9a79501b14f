// Generated from this folder by scripts/generate.mjs. Do not edit.
export * from './certificate-issued';
export * from './device-fitted';
export * from './home-visit-done';
export * from './rehab-applied';
export * from './rehab-approved';
export * from './rehab-delivered';
export * from './rehab-stopped';
export * from './unplaced-child-found';
