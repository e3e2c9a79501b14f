import { useRemote } from '@lianhu/ui';
import { api } from '../api/client';
import { useUser } from '../session/session';
import { hasPage } from './menu';

/** Towns to filter by; none for roles that see only their own. */
export function useTowns(): readonly { readonly value: string; readonly label: string }[] {
  const { role } = useUser();
  const sees = hasPage(role, 'towns');
  const { data } = useRemote(`towns for ${role}`, async (signal) => (sees ? (await api.towns(signal)).rows : []));
  return (data ?? []).map(({ town, name }) => ({ value: town, label: name ?? town }));
}
