import type { ApiKeyRow } from './workspace-rows.ts';

/** Each scope may do what those before it may. */
export const keyScopes = ['read', 'write', 'admin'] as const;
export type KeyScope = (typeof keyScopes)[number];

/** Who asks, and what he may. */
export type ApiKey = {
  readonly id: string;
  readonly workspaceId: string;
  readonly name: string;
  readonly scope: KeyScope;
  /** A key bound to a classification or a template sees nothing else of its workspace. */
  readonly classificationId: string | undefined;
  readonly templateId: string | undefined;
};

export const apiKeyColumns = [
  'id',
  'workspace_id',
  'name',
  'scope',
  'classification_id',
  'template_id',
] as const;

export function rowToApiKey(row: Pick<ApiKeyRow, (typeof apiKeyColumns)[number]>): ApiKey {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    name: row.name,
    scope: row.scope,
    classificationId: row.classification_id ?? undefined,
    templateId: row.template_id ?? undefined,
  };
}

export const isBound = ({ classificationId, templateId }: ApiKey): boolean =>
  classificationId !== undefined || templateId !== undefined;
