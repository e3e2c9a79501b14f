import { PURPOSE_TITLES, purposesOf, ROLE_TITLES, ROLES, ROUTES } from '@lianhu/access';

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
`;
}
