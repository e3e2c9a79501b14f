import { catalogue } from './catalogue';
import { classSchema, identityDefinitions, takesMinor, type JsonSchema } from './schema';

/** The TypeScript types of everything that a department may send: `EventData['police.dv-call.received']`, for senders outside this project. */
export function eventTypes(): string {
  const identity = Object.entries(identityDefinitions()).map(
    ([name, schema]) => `/** ${name}: ${TITLES[name] ?? name} */\nexport interface ${name} ${shape(schema)}`,
  );
  const types = catalogue.departments
    .flatMap(({ id }) => catalogue.eventsOf(id))
    .map((definition) => {
      const minor = takesMinor(definition) ? `  /** 未成年人身份信息；已有本部门编号的，用 subject 代替 */\n  readonly minor?: MinorIdentity;\n` : '';
      return `  /** ${definition.title} */\n  '${definition.type}': ${shape(classSchema(definition.cls), minor)};`;
    });
  return `// Generated from the event classes by scripts/generate.mjs. Do not edit.\n\n${identity.join('\n\n')}\n\n/** \`data\` of every event type. */\nexport interface EventData {\n${types.join('\n')}\n}\n`;
}
const TITLES: Readonly<Record<string, string>> = { MinorIdentity: '未成年人身份信息', Guardian: '监护人' };

function shape({ properties = {}, required = [] }: JsonSchema, more = ''): string {
  const fields = Object.entries(properties).map(([name, schema]) => {
    const title = schema['title'] === undefined ? '' : `/** ${String(schema['title'])} */ `;
    return `  ${title}readonly ${JSON.stringify(name)}${required.includes(name) ? '' : '?'}: ${typeOf(schema)};`;
  });
  return `{\n${fields.join('\n')}\n${more}}`;
}

function typeOf(schema: JsonSchema): string {
  const ref = schema['$ref'] as string | undefined;
  if (ref !== undefined) return ref.replace('#/$defs/', '');
  if (schema['type'] === 'array') return `readonly (${typeOf((schema['items'] ?? {}) as JsonSchema)})[]`;
  const codes = schema['enum'] as readonly string[] | undefined;
  if (codes) return codes.map((code) => JSON.stringify(code)).join(' | ');
  if (schema['type'] === 'integer') return 'number';
  if (schema['type'] === 'object') return schema.properties ? shape(schema) : 'object';
  return schema['type'] === 'boolean' ? 'boolean' : schema['type'] === 'string' ? 'string' : 'unknown';
}
