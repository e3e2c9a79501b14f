// Generated from this folder by scripts/generate.mjs. Do not edit.
export * from './correction-ended';
export * from './correction-rule-breached';
export * from './correction-started';
export * from './criminal-legal-aid-granted';
export * from './education-support-done';
export * from './guardian-urged';
export * from './law-lesson-held';
export * from './legal-aid-granted';
export * from './minor-detox-started';
export * from './parent-imprisoned';
export * from './parent-released';
export * from './repair-work-done';
export * from './social-survey-completed';
