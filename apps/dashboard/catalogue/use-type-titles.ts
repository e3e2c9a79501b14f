import { useRemote } from '@lianhu/ui';
import { askJson } from '../api/client';
import { readCatalogue } from './read-catalogue';

/** Chinese titles of event types; a type that the catalogue lacks, or one asked for before it is here, shows itself. */
export function useTypeTitles(): (type: string) => string {
  const { data } = useRemote('type titles', async (signal) => readCatalogue(await askJson<unknown>('/api/catalogue', { signal })));
  return (type) => data?.find((one) => one.type === type)?.title ?? type;
}
