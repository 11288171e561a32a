import type { Classification, Template } from '../http/v2/definition-schemas.ts';
import type { Page } from './api.ts';
import { useResource } from './use-resource.ts';

/** What files are uploaded to, and the names of both kinds by id; empty until they are there. */
export function useOwners() {
  const ofTypes = useResource<Page<Classification>>('/classifications?limit=500');
  const ofFields = useResource<Page<Template>>('/templates?limit=500');
  const classifications = ofTypes.data?.items ?? [];
  const templates = ofFields.data?.items ?? [];
  const nameById = new Map([...classifications, ...templates].map(({ id, name }) => [id, name]));
  const isLoaded = ofTypes.data !== undefined && ofFields.data !== undefined;
  const reload = () => {
    ofTypes.reload();
    ofFields.reload();
  };
  return { classifications, templates, nameById, isLoaded, error: ofTypes.error ?? ofFields.error, reload };
}
