// Generated from this folder by scripts/generate.mjs. Do not edit.
export * from './licence-renewed';
export * from './outlet-closed';
export * from './outlet-near-school-found';
