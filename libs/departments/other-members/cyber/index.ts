// Generated from this folder by scripts/generate.mjs. Do not edit.
export * from './minor-content-handled';
export * from './network-bullying-reported';
