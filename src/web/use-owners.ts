import type { Classification, Template } from '../http/v2/definition-schemas.ts';
import type { Page } from './api.ts';
import { useResource } from './use-resource.ts';

/** What files are uploaded to, and the names of both kinds by id; empty until they are there. */
export function useOwners() {
  const classifications = useResource<Page<Classification>>('/classifications?limit=500').data?.items ?? [];
  const templates = useResource<Page<Template>>('/templates?limit=500').data?.items ?? [];
  const nameById = new Map([...classifications, ...templates].map(({ id, name }) => [id, name]));
  return { classifications, templates, nameById };
}
