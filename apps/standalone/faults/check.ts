import { evidenceIn, judge } from './checker';

/** The judge as a program of its own: `node check.js <folder>` prints its judgement as JSON. Exit 0 sound, 1 with findings. */
const judgement = judge(evidenceIn(process.argv[2] ?? '.'));
console.log(JSON.stringify(judgement));
process.exitCode = judgement.findings.length === 0 ? 0 : 1;
