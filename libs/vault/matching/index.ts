export { blockKeys } from './blocks';
export { featuresOf, validId, type Features } from './features';
export { comparable, compareNames, isPlaceholder } from './names';
export { findPairs, MAX_BLOCK, type Pair, type Person } from './pairs';
export { compare, FEATURES, type Agreement, type Comparison, type Feature } from './score';
