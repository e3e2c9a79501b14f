// Generated from this folder by scripts/generate.mjs. Do not edit.
export * from './child-home-activity-held';
export * from './complaint-received';
export * from './dv-support-given';
export * from './family-risk-found';
export * from './guidance-delivered';
export * from './order-execution-reported';
export * from './parent-school-held';
export * from './protection-order-requested';
