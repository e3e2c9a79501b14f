import 'reflect-metadata';
import { runEdge } from '@lianhu/services/edge';

await runEdge('womens-federation');
