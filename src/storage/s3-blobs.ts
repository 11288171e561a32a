import { createReadStream, createWriteStream, rmSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { Failure } from '../errors.ts';
import type {
  BlobRange,
  BlobSource,
  BlobStore,
  ListedBlob,
  LocalCopy,
  PutOptions,
  StoredBlob,
} from './blobs.ts';
import {
  asStorageError,
  assertBlobKey,
  createBlobKey,
  createRandomName,
  deleteOldFiles,
  isBlobKey,
  type StagedBlob,
  stageBlob,
} from './stage-blob.ts';

type Bucket = {
  readonly client: S3Client;
  readonly name: string;
  /** Empty, or with a slash at its end. */
  readonly prefix: string;
  /** A local folder for what comes and goes. */
  readonly staging: string;
  /** Paths of the copies that are in use. */
  readonly copies: Set<string>;
};

const connectTimeoutMs = 5_000;
const silenceTimeoutMs = 30_000;
const putsMax = 3;

/**
 * Blobs in a bucket of anything that speaks S3: `s3://bucket/prefix?endpoint=https://…&region=…`, credentials from
 * the usual AWS variables. One PUT takes 5 GB, more than a file may have, so nothing is sent in parts.
 *
 * Invariant: a key names a whole blob or nothing. It is staged on the local disk, sent with its length and
 * MD5, and its size asked for before it counts as stored.
 */
export async function openS3Blobs(url: string, staging: string): Promise<BlobStore & Disposable> {
  const bucket: Bucket = { ...parseS3Url(url), staging, copies: new Set() };
  await mkdir(staging, { recursive: true, mode: 0o700 });
  try {
    await bucket.client.send(new HeadBucketCommand({ Bucket: bucket.name }));
  } catch (error) {
    bucket.client.destroy();
    const reason = error instanceof Error ? `${error.name} ${error.message}` : String(error);
    throw new Failure('unavailable', `The bucket ${bucket.name} of BLOBS_URL cannot be used: ${reason}`, {
      cause: error,
    });
  }
  return {
    put: (source, options) => putBlob(bucket, source, options),
    get: (key, range) => readBlob(bucket, key, range),
    localCopy: (key) => copyToDisk(bucket, key),
    async delete(key) {
      await sent(bucket.client.send(new DeleteObjectCommand(placeOf(bucket, key))));
    },
    list: (prefix = '') => listBlobs(bucket, prefix),
    deleteUnfinished: (before) => deleteOldFiles(staging, before, bucket.copies),
    [Symbol.dispose]() {
      bucket.client.destroy();
      for (const path of bucket.copies) rmSync(path, { force: true });
    },
  };
}

function parseS3Url(text: string): Omit<Bucket, 'staging' | 'copies'> {
  const url = new URL(text);
  const endpoint = url.searchParams.get('endpoint') ?? undefined;
  const region = url.searchParams.get('region');
  const path = url.pathname.replace(/^\/+|\/+$/g, '');
  const client = new S3Client({
    // Stores beside Amazon's seldom have a name for each bucket, and no regions.
    ...(endpoint !== undefined && { endpoint, region: 'us-east-1', forcePathStyle: true }),
    ...(region !== null && { region }),
    // The default sends checksums behind the body, which other stores refuse, or store as part of it.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    // Its warnings go to the console; what goes wrong is told by our own errors.
    logger: { trace() {}, debug() {}, info() {}, warn() {}, error() {} },
    requestHandler: { connectionTimeout: connectTimeoutMs, socketTimeout: silenceTimeoutMs },
  });
  return { client, name: url.hostname, prefix: path === '' ? '' : `${path}/` };
}

async function putBlob(
  bucket: Bucket,
  source: BlobSource,
  { bytesMax, key = createBlobKey() }: PutOptions,
): Promise<StoredBlob> {
  assertBlobKey(key);
  const staged = join(bucket.staging, createRandomName());
  try {
    const blob = await stageBlob(staged, source, bytesMax);
    await send(bucket, key, staged, blob);
    return { key, size: blob.size, sha256: blob.sha256 };
  } catch (error) {
    throw asStorageError(error);
  } finally {
    await rm(staged, { force: true });
  }
}

async function send(bucket: Bucket, key: string, staged: string, blob: StagedBlob): Promise<void> {
  const place = placeOf(bucket, key);
  for (let put = 1; ; put += 1) {
    try {
      // A stream is read once, so the client cannot repeat it by itself.
      const content = { Body: createReadStream(staged), ContentLength: blob.size, ContentMD5: blob.md5 };
      await bucket.client.send(new PutObjectCommand({ ...place, ...content }));
      break;
    } catch (error) {
      if (put === putsMax || isRefusal(error)) throw toFailure(error);
    }
  }
  const { ContentLength: size } = await sent(bucket.client.send(new HeadObjectCommand(place)));
  if (size === blob.size) return;
  await sent(bucket.client.send(new DeleteObjectCommand(place)));
  throw new Failure('unavailable', 'The object store did not keep what it was given; try again', {
    cause: new Error(`${blob.size} bytes were sent to ${key}, ${size} are there`),
  });
}

async function readBlob(bucket: Bucket, key: string, { start, end }: BlobRange = {}): Promise<Readable> {
  const isPart = start !== undefined || end !== undefined;
  const range = isPart ? { Range: `bytes=${start ?? 0}-${end ?? ''}` } : {};
  const { Body } = await sent(
    bucket.client.send(new GetObjectCommand({ ...placeOf(bucket, key), ...range })),
  );
  return Body as Readable;
}

async function copyToDisk(bucket: Bucket, key: string): Promise<LocalCopy> {
  const body = await readBlob(bucket, key);
  const path = join(bucket.staging, `copy-${createRandomName()}`);
  bucket.copies.add(path);
  const remove = async () => {
    bucket.copies.delete(path);
    await rm(path, { force: true });
  };
  try {
    await pipeline(body, createWriteStream(path, { flags: 'wx', mode: 0o600 }));
  } catch (error) {
    await remove();
    throw asStorageError(toFailure(error));
  }
  return { path, [Symbol.asyncDispose]: remove };
}

async function* listBlobs(bucket: Bucket, prefix: string): AsyncGenerator<ListedBlob> {
  let ContinuationToken: string | undefined;
  do {
    const page = await sent(
      bucket.client.send(
        new ListObjectsV2Command({
          Bucket: bucket.name,
          Prefix: bucket.prefix + prefix,
          ContinuationToken,
        }),
      ),
    );
    for (const { Key = '', Size: size = 0, LastModified } of page.Contents ?? []) {
      const key = Key.slice(bucket.prefix.length);
      if (isBlobKey(key)) yield { key, size, modifiedAt: LastModified?.getTime() ?? Date.now() };
    }
    ContinuationToken = page.IsTruncated ? page.NextContinuationToken : undefined;
  } while (ContinuationToken !== undefined);
}

function placeOf(bucket: Bucket, key: string): { Bucket: string; Key: string } {
  assertBlobKey(key);
  return { Bucket: bucket.name, Key: bucket.prefix + key };
}

async function sent<T>(sending: Promise<T>): Promise<T> {
  try {
    return await sending;
  } catch (error) {
    throw toFailure(error);
  }
}

/** Asking again would be answered the same. */
function isRefusal(error: unknown): boolean {
  const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
  return status !== undefined && status >= 400 && status < 500 && status !== 408 && status !== 429;
}

function toFailure(error: unknown): unknown {
  if (error instanceof S3ServiceException) {
    if (error.name === 'NoSuchKey' || error.name === 'NotFound') {
      return new Failure('not_found', 'The file is no longer stored', { cause: error });
    }
    if (error.name === 'QuotaExceeded' || error.$metadata.httpStatusCode === 507) {
      return new Failure('storage_full', 'The object store has no room left; tell its operator', {
        cause: error,
      });
    }
  } else if (!isOfNetwork(error)) return error;
  return new Failure('unavailable', 'The object store cannot be used just now; try again', { cause: error });
}

function isOfNetwork(error: unknown): boolean {
  const { code, name } = error as { code?: unknown; name?: unknown };
  const words = `${code} ${name}`;
  return /ECONN|EPIPE|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|TimeoutError|ERR_STREAM_PREMATURE_CLOSE/.test(
    words,
  );
}
