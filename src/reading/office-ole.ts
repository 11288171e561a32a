/** The stream names of an OLE compound file (DOC, XLS, MSG, and Office files under a password). */

const signature = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
/** Directory sectors followed at most: 32,000 entries, where the largest MSG seen had some hundreds. */
const directorySectorsMax = 8_000;

export function isOle(bytes: Uint8Array): boolean {
  return signature.every((byte, index) => bytes[index] === byte);
}

/** Names in the directory with where each stream starts, as far as it can be followed; empty where it is broken. */
export function listOleStreams(bytes: Uint8Array): ReadonlyMap<string, number> {
  const names = new Map<string, number>();
  if (!isOle(bytes) || bytes.length < 512) return names;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const shift = view.getUint16(30, true);
  if (shift !== 9 && shift !== 12) return names;
  const sectorBytes = 1 << shift;
  let sector = view.getUint32(48, true);
  const seen = new Set<number>();
  while (sector < 0xfffffffa && !seen.has(sector) && seen.size < directorySectorsMax) {
    seen.add(sector);
    const start = (sector + 1) * sectorBytes;
    if (start + sectorBytes > bytes.length) break;
    for (let at = start; at < start + sectorBytes; at += 128) addName(view, at, sectorBytes, names);
    const next = nextSector(view, sector, sectorBytes);
    if (next === undefined) break;
    sector = next;
  }
  return names;
}

function addName(view: DataView, at: number, sectorBytes: number, names: Map<string, number>): void {
  const nameBytes = view.getUint16(at + 64, true);
  if (nameBytes < 4 || nameBytes > 64) return;
  let name = '';
  for (let index = 0; index < nameBytes - 2; index += 2)
    name += String.fromCharCode(view.getUint16(at + index, true));
  names.set(name, (view.getUint32(at + 116, true) + 1) * sectorBytes);
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
