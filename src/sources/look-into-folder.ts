/**
 * A look into a watched folder. Files whose size and time did not change since the look before are taken: as one
 * batch, durable like an upload, and then moved to `processed`. Nothing is ever deleted. A server that dies
 * between the commit and the move finds the item of the file, and only moves it.
 */
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Failure } from '../errors.ts';
import { cleanFileName } from '../storage/clean-file-name.ts';
import type { NewFile } from '../storage/files.ts';
import { deleteBlobs } from '../storage/orphaned-blobs.ts';
import { forgetItems, listTakenItems, takeFiles } from '../storage/source-looks.ts';
import { storeFile } from '../storage/store-file.ts';
import { type FoundFile, listedMax, listFolder } from './list-folder.ts';
import type { Looked, LookParts } from './look.ts';
import { moveToFailed, moveToProcessed } from './move-file.ts';
import type { FolderSettings } from './source-settings.ts';
import { resolveWatched } from './watch-roots.ts';

/** What the look before saw: path → size and time. */
export type Sighting = ReadonlyMap<string, string>;

export async function lookIntoFolder(
  parts: LookParts,
  before: Sighting,
): Promise<Looked & { readonly sighting: Sighting }> {
  const { database, look, limits, signal } = parts;
  const { path, subfolders } = look.settings as FolderSettings;
  const root = await resolveWatched(path, limits.watchRoots);
  const found = await listFolder(root, subfolders);
  const sighting = new Map(found.map((file) => [file.path, stampOf(file)]));
  const taken = new Map((await listTakenItems(database, look)).map(({ key, mark }) => [key, mark]));
  if (found.length < listedMax) {
    // Moved before the server died.
    const there = new Set(found.map(keyOf));
    const gone = [...taken.keys()].filter((key) => !there.has(key));
    await forgetItems(database, look, gone);
  }
  const complete = found.filter((file) => before.get(file.path) === stampOf(file));
  const chosen = complete.slice(0, limits.filesPerUploadMax);
  const again = chosen.length < found.length;
  const store = await storeAll(parts, root, chosen, taken);
  if (store.files.length > 0) {
    const items = store.fresh.map((file, index) => ({ key: keyOf(file), mark: store.files[index]!.sha256 }));
    const accepted = signal.aborted
      ? undefined
      : await takeFiles(database, look, { items, files: store.files });
    if (accepted === undefined) {
      await deleteBlobs(
        parts.blobs,
        store.files.map(({ blobKey }) => blobKey),
      );
      signal.throwIfAborted();
      return { again, sighting };
    }
    parts.onTaken();
  }
  const troubles = [...store.troubles];
  for (const file of [...store.fresh, ...store.known]) {
    try {
      await moveToProcessed(root, file.path);
      await forgetItems(database, look, [keyOf(file)]);
    } catch (error) {
      troubles.push(`${file.path} was taken but cannot be moved: ${messageOf(error)}`);
    }
  }
  return { again, sighting, trouble: troubles[0] };
}

type Stored = {
  readonly files: NewFile[];
  /** Of `files`, in their order. */
  readonly fresh: FoundFile[];
  /** Taken by a look that died before it moved them. */
  readonly known: FoundFile[];
  readonly troubles: string[];
};

async function storeAll(
  { blobs, limits, signal }: LookParts,
  root: string,
  chosen: readonly FoundFile[],
  taken: ReadonlyMap<string, string>,
): Promise<Stored> {
  const stored: Stored = { files: [], fresh: [], known: [], troubles: [] };
  for (const found of chosen) {
    if (signal.aborted) break;
    try {
      // Never through a link that took the file's place.
      await using file = await open(join(root, found.path), constants.O_RDONLY | constants.O_NOFOLLOW);
      const mark = taken.get(keyOf(found));
      if (mark !== undefined && mark === (await hash(file))) {
        stored.known.push(found);
        continue;
      }
      if (found.bytes > limits.fileBytesMax) {
        throw new Failure('too_large', `It has more than ${limits.fileBytesMax} bytes (MAX_FILE_MB)`);
      }
      const name = cleanFileName(basename(found.path));
      const added = await storeFile(blobs, limits.fileBytesMax, name, read(file));
      const { size, mtimeMs } = await file.stat();
      if (added.bytes === found.bytes && size === found.bytes && mtimeMs === found.modifiedAt) {
        stored.files.push(added);
        stored.fresh.push(found);
      } else await deleteBlobs(blobs, [added.blobKey]);
    } catch (error) {
      // The store is full or away: the files wait. Blobs that lie there already are left to the sweep.
      if (error instanceof Failure && error.code !== 'too_large') throw error;
      if (error instanceof Failure) await moveToFailed(root, found.path, error.message);
      stored.troubles.push(`${found.path} cannot be taken: ${messageOf(error)}`);
    }
  }
  return stored;
}

async function* read(file: FileHandle): AsyncGenerator<Buffer> {
  yield* file.createReadStream({ start: 0, autoClose: false });
}

async function hash(file: FileHandle): Promise<string> {
  const digest = createHash('sha256');
  for await (const chunk of read(file)) digest.update(chunk);
  return digest.digest('hex');
}

const stampOf = ({ bytes, modifiedAt }: FoundFile) => `${bytes} ${modifiedAt}`;

/** A hash, since paths can be longer than a key of an index. */
function keyOf(file: FoundFile): string {
  return createHash('sha256')
    .update(`${file.path}\n${stampOf(file)}`)
    .digest('hex');
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
