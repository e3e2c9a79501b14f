export { blockKeys, dayOfName } from './blocks';
export { contradicts, contradictsStrictly } from './contradicts';
export { featuresOf, validId, type Features } from './features';
export { comparable, compareNames, isPlaceholder } from './names';
export { lunarDay } from './lunar-day';
export { findPairs, MAX_BLOCK, type Pair, type Person } from './pairs';
export { compare, FEATURES, type Agreement, type Comparison, type Feature } from './score';
