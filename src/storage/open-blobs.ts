import { join } from 'node:path';
import type { BlobStore } from './blobs.ts';
import { openDiskBlobs } from './disk-blobs.ts';

/** The store that BLOBS_URL names; without one, a folder in the data folder. S3's client is loaded only where it is needed. */
export async function openBlobs({
  blobsUrl,
  dataDir,
}: {
  readonly blobsUrl: string | undefined;
  readonly dataDir: string;
}): Promise<BlobStore & Disposable> {
  if (blobsUrl === undefined) {
    return { ...(await openDiskBlobs(join(dataDir, 'blobs'))), [Symbol.dispose]: () => {} };
  }
  const { openS3Blobs } = await import('./s3-blobs.ts');
  return openS3Blobs(blobsUrl, join(dataDir, 'staging'));
}
