import 'reflect-metadata';
import { runStandalone } from './standalone';

await runStandalone(process.argv.slice(2));
