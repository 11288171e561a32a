import type { ApiKey } from '../http/v2/schemas.ts';

/** What a key may do, in words. */
export const scopeNames: Readonly<Record<ApiKey['scope'], string>> = {
  write: 'may read and change',
  read: 'may read',
  admin: 'may do everything',
};
