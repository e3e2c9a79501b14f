export { dirtySet, type DirtyFile, type Dirt } from './dirty-set';
export { judgeMatching, type Judged } from './judge';
