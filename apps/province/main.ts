import 'reflect-metadata';
import { runProvince } from '@lianhu/services/province';

await runProvince();
