import { contractSuite } from './contract-suite';
import { memoryLog } from './memory-log';

contractSuite('memory', async (options) => Promise.resolve(memoryLog(options)));
