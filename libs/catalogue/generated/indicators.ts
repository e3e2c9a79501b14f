// Generated from the folders of libs/reports by scripts/generate.mjs. Do not edit.
export { INDICATORS as indicators } from '@lianhu/reports';
