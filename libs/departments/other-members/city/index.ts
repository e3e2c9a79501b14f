// Generated from this folder by scripts/generate.mjs. Do not edit.
export * from './begging-minor-found';
export * from './facility-inspected';
