import type { JsonSchema } from './schema';

/** A schema among the document's components. */
export const ref = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` });
export const text: JsonSchema = { type: 'string' };
export const integer: JsonSchema = { type: 'integer' };
/** A JSON object; every property is required unless said. */
export const object = (properties: Readonly<Record<string, JsonSchema>>, required: readonly string[] = Object.keys(properties)): JsonSchema => ({
  type: 'object',
  properties,
  required,
});
