/** The stream names of an OLE compound file (DOC, XLS, MSG, and Office files under a password). */

const signature = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
/** Directory sectors followed at most: 32,000 entries, where the largest MSG seen had some hundreds. */
const directorySectorsMax = 8_000;
const entryBytes = 128;
const nothing = 0xffffffff;
/** Smaller streams lie packed within another one, where nobody here looks for them. */
const smallBytes = 4_096;

type OleEntry = {
  readonly name: string;
  readonly left: number;
  readonly right: number;
  readonly child: number;
  readonly start: number;
  readonly bytes: number;
};

export function isOle(bytes: Uint8Array): boolean {
  return signature.every((byte, index) => bytes[index] === byte);
}

/**
 * Streams and storages of the root with the offset at which each larger one starts, as far as the directory can be
 * followed; empty where it is broken. Names are in lower case: some programs write them in upper case, and
 * the format compares without it. What lies in storages (a Word document in a sheet) is not the file's own.
 */
export function listOleStreams(bytes: Uint8Array): ReadonlyMap<string, number | undefined> {
  const streams = new Map<string, number | undefined>();
  const entries = readOleDirectory(bytes);
  const shift = entries.length > 0 ? bytes[30]! : 0;
  // The children of a storage are a tree by name: left and right siblings.
  const open = [entries[0]?.child ?? nothing];
  const seen = new Set<number>();
  while (open.length > 0) {
    const index = open.pop()!;
    const entry = entries[index];
    if (entry === undefined || seen.has(index)) continue;
    seen.add(index);
    streams.set(
      entry.name.toLowerCase(),
      entry.bytes < smallBytes ? undefined : (entry.start + 1) * (1 << shift),
    );
    open.push(entry.left, entry.right);
  }
  return streams;
}

/** All entries of the directory, as far as it can be followed; none where it is no OLE file. */
export function readOleDirectory(bytes: Uint8Array): readonly OleEntry[] {
  const entries: OleEntry[] = [];
  if (!isOle(bytes) || bytes.length < 512) return entries;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const shift = view.getUint16(30, true);
  if (shift !== 9 && shift !== 12) return entries;
  const sectorBytes = 1 << shift;
  let sector = view.getUint32(48, true);
  const seen = new Set<number>();
  while (sector < 0xfffffffa && !seen.has(sector) && seen.size < directorySectorsMax) {
    seen.add(sector);
    const start = (sector + 1) * sectorBytes;
    if (start + sectorBytes > view.byteLength) break;
    for (let at = start; at < start + sectorBytes; at += entryBytes) entries.push(readEntry(view, at));
    const next = nextSector(view, sector, sectorBytes);
    if (next === undefined) break;
    sector = next;
  }
  return entries;
}

function readEntry(view: DataView, at: number): OleEntry {
  const nameBytes = Math.min(64, view.getUint16(at + 64, true));
  let name = '';
  for (let index = 0; index < nameBytes - 2; index += 2)
    name += String.fromCharCode(view.getUint16(at + index, true));
  return {
    name,
    left: view.getUint32(at + 68, true),
    right: view.getUint32(at + 72, true),
    child: view.getUint32(at + 76, true),
    start: view.getUint32(at + 116, true),
    bytes: view.getUint32(at + 120, true),
  };
}

/** Follows the allocation table, whose first 109 sectors the header names: enough for files of 7 MB and more. */
function nextSector(view: DataView, sector: number, sectorBytes: number): number | undefined {
  const perSector = sectorBytes / 4;
  const tableIndex = Math.floor(sector / perSector);
  if (tableIndex >= 109) return undefined;
  const tableSector = view.getUint32(76 + tableIndex * 4, true);
  const at = (tableSector + 1) * sectorBytes + (sector % perSector) * 4;
  return at + 4 <= view.byteLength ? view.getUint32(at, true) : undefined;
}
