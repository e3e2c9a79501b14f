// Generated from this folder by scripts/generate.mjs. Do not edit.
export * from './disaster-caused-gap';
