import type { Template } from '../http/v2/definition-schemas.ts';
import { announce } from './announce.ts';
import { messageOf, post } from './api.ts';
import { navigate } from './router.ts';

/** A template needs a field; these are what most papers have. */
const firstFields = [
  { key: 'date', description: 'Date of the document', type: 'date' },
  { key: 'total', description: 'Total amount', type: 'number' },
];

/** Makes one to begin with, and opens its editor. */
export async function makeTemplate(): Promise<void> {
  try {
    const made = await post<Template>('/templates', { name: 'New template', fields: firstFields });
    navigate(`/templates/${made.id}`);
  } catch (reason) {
    announce(messageOf(reason));
  }
}
