import { ENTERS, FORM_ROLES, PURPOSE_TITLES, purposesOf, ROLE_TITLES, ROLES, ROUTES } from '@lianhu/access';
import { RECORD_GROUPS, type RecordGroup } from '@lianhu/departments/hub';

/** `docs/routes.md`: who may call what and who says why, from the table that guards the routes. */
export function routesTable(): string {
  const routes = Object.entries(ROUTES).map(([id, { method, path, roles, purposeFrom }]) => {
    const callers = roles.length === ROLES.length ? 'everyone signed in' : roles.join(', ');
    return `| \`${method} ${path}\` | ${callers} | ${purposeFrom.length === 0 ? '—' : purposeFrom.join(', ')} | \`${id}\` |`;
  });
  const purposes = ROLES.flatMap((role) => {
    const allowed = purposesOf(role);
    return allowed.length === 0
      ? []
      : [`| ${role} | ${ROLE_TITLES[role]} | ${allowed.map((purpose) => `${purpose} ${PURPOSE_TITLES[purpose]}`).join(', ')} |`];
  });
  const entries = Object.entries(RECORD_GROUPS).map(([group, { title, types }]) => {
    return `| ${title} | ${types.map((type) => `\`${type}\``).join(', ')} | ${ENTERS[group as RecordGroup].join(', ')} |`;
  });
  return `# Routes, roles and purposes

Generated from \`libs/access/routes.ts\` and \`purposes.ts\` by \`node scripts/generate.mjs\`; do not edit. What a caller sees on a
route is decided by the need-to-know matrix (\`libs/access/matrix.ts\`). Anonymous: \`/health/*\`, sign-in, \`/api/token\`, the API's
own descriptions and the static pages.

| route | who may call it | who says why (\`Purpose\`) | id |
| --- | --- | --- | --- |
${routes.join('\n')}

| role | 中文 | purposes it may state |
| --- | --- | --- |
${purposes.join('\n')}

Who enters what by hand (\`libs/access/entry.ts\`, \`libs/departments/hub/entered.ts\`). Every event of a department: its own ${FORM_ROLES.join(', ')}.
Every other type of the hub is appended by the hub itself or by a command of a process.

| records | types | who may enter them |
| --- | --- | --- |
${entries.join('\n')}
`;
}
