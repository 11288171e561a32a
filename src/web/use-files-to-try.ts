import type { Classification } from '../http/v2/definition-schemas.ts';
import type { File } from '../http/v2/schemas.ts';
import type { Page } from './api.ts';
import { useResource } from './use-resource.ts';

/** Files to try a template on: its own, those of a type that links to it, else any; undefined until they are known. */
export function useFilesToTry(templateId: string): readonly File[] | undefined {
  const classifications = useResource<Page<Classification>>('/classifications?limit=500');
  const link = classifications.data?.items.flatMap(({ id, documentTypes }) =>
    documentTypes
      .filter(({ extractionId }) => extractionId === templateId)
      .map(({ name }) => ({ classificationId: id, documentType: name })),
  )[0];
  const path = (filter: Readonly<Record<string, string>>) =>
    `/files?${new URLSearchParams({ ...filter, state: 'processed', limit: '100' })}`;
  const own = useResource<Page<File>>(path({ templateId })).data?.items;
  const linked = useResource<Page<File>>(link && path(link));
  const isWanted =
    classifications.data !== undefined && (link === undefined || linked.data?.items.length === 0);
  const any = useResource<Page<File>>(isWanted ? path({}) : undefined);
  if (own === undefined || own.length > 0) return own;
  return isWanted ? any.data?.items : linked.data?.items;
}
