import 'reflect-metadata';
export { reviewSchemas, schemaPath, schemaText } from '@lianhu/catalogue';
