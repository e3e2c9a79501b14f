export * from './corrected';
