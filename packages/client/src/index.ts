// biome-ignore-all lint/performance/noBarrelFile: the one entry of a published package
export { createMailroom, type Mailroom, type MailroomOptions, type UploadOptions } from './client.ts';
export { MailroomError } from './error.ts';
export type { BatchOptions } from './follow-batch.ts';
export type * from './operations.ts';
export type { UploadFile } from './upload-body.ts';
