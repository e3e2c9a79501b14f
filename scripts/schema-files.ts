import 'reflect-metadata';
export { eventTypes, reviewSchemas, schemaPath, schemaText } from '@lianhu/catalogue';
