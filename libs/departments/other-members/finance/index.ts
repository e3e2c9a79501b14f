// Generated from this folder by scripts/generate.mjs. Do not edit.
export * from './budget-approved';
export * from './fund-spent';
