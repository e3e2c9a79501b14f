import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ResourcePatternTypes, type AclEntry } from 'kafkajs';

/** What Kafka calls its cluster as a resource. */
const CLUSTER = 'kafka-cluster';
const RULE = /^([A-Za-z, ]+) on (topic|topics|groups) `([^`]+)`( \(prefixed\))?$/;

/** One of Kafka's numbers by its name in the docs, `DescribeConfigs`. */
const operation = (name: string): AclOperationTypes => {
  const number = (AclOperationTypes as unknown as Record<string, AclOperationTypes>)[name.replace(/\B[A-Z]/g, '_$&').toUpperCase()];
  if (number === undefined) throw new Error(`${name} is no operation of Kafka`);
  return number;
};

/** The rules that the table in docs/kafka.md gives to one of its users, as Kafka takes them. */
export function rulesOf(row: string, user: string, names: { readonly area: string; readonly department: string }): AclEntry[] {
  const table = readFileSync(join(__dirname, '..', '..', 'docs', 'kafka.md'), 'utf8');
  const right = table
    .split('\n')
    .find((line) => line.startsWith(`| ${row} `))
    ?.split('|')[2]
    ?.trim();
  if (right === undefined) throw new Error(`docs/kafka.md gives ${row} no right`);
  return right.split('; ').flatMap((rule) => {
    const [, operations = rule, resource, name = CLUSTER, prefixed] = RULE.exec(rule) ?? [];
    return operations.split(', ').map((one) => ({
      principal: `User:${user}`,
      host: '*',
      permissionType: AclPermissionTypes.ALLOW,
      operation: operation(one),
      resourceType: resource === undefined ? AclResourceTypes.CLUSTER : resource === 'groups' ? AclResourceTypes.GROUP : AclResourceTypes.TOPIC,
      resourceName: name.replace('<area>', names.area).replace('<department>', names.department),
      resourcePatternType: prefixed === undefined ? ResourcePatternTypes.LITERAL : ResourcePatternTypes.PREFIXED,
    }));
  });
}
