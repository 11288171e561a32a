import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { startFauxqs } from 'fauxqs';

export type BucketServer = AsyncDisposable & {
  readonly port: number;
  readonly endpoint: string;
  readonly client: S3Client;
};

/** What a server that uses it is given. */
export const bucketCredentials = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' } as const;

/** A throw-away S3-compatible store with empty buckets. */
export async function startBucketServer(buckets: readonly string[] = ['mailroom']): Promise<BucketServer> {
  const server = await startFauxqs({ port: 0, logger: false });
  const endpoint = `http://127.0.0.1:${server.port}`;
  const client = new S3Client({
    endpoint,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: {
      accessKeyId: bucketCredentials.AWS_ACCESS_KEY_ID,
      secretAccessKey: bucketCredentials.AWS_SECRET_ACCESS_KEY,
    },
  });
  for (const Bucket of buckets) await client.send(new CreateBucketCommand({ Bucket }));
  return {
    port: server.port,
    endpoint,
    client,
    async [Symbol.asyncDispose]() {
      client.destroy();
      await server.stop();
    },
  };
}
