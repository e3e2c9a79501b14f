// Generated from this folder by scripts/generate.mjs. Do not edit.
export * from './sale-violation-found';
export * from './tutoring-violation-found';
