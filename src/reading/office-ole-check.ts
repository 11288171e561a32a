/** Whether the tables of an OLE file end: libraries that follow them without counting never come back from a loop. */
import { readOleDirectory } from './office-ole.ts';

const endOfChain = 0xfffffffa;

/** False where a chain of sectors or the tree of the directory runs in a circle, or a stream claims more than the file has. */
export function isSoundOle(bytes: Uint8Array): boolean {
  if (bytes.length < 512) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const shift = view.getUint16(30, true);
  if (shift !== 9 && shift !== 12) return false;
  const table = readTable(view, 1 << shift, tableSectors(view, 1 << shift));
  if (hasCircle(table)) return false;
  const smallTable = readTable(view, 1 << shift, followChain(table, view.getUint32(60, true)));
  return !hasCircle(smallTable) && isSoundDirectory(bytes);
}

/** Sectors of the allocation table: 109 in the header, the rest in a chain of their own. */
function tableSectors(view: DataView, sectorBytes: number): readonly number[] {
  const sectors: number[] = [];
  for (let at = 76; at < 512; at += 4) sectors.push(view.getUint32(at, true));
  let next = view.getUint32(68, true);
  const seen = new Set<number>();
  while (next < endOfChain && !seen.has(next)) {
    seen.add(next);
    const start = (next + 1) * sectorBytes;
    if (start + sectorBytes > view.byteLength) break;
    for (let at = start; at < start + sectorBytes - 4; at += 4) sectors.push(view.getUint32(at, true));
    next = view.getUint32(start + sectorBytes - 4, true);
  }
  return sectors.filter((sector) => sector < endOfChain);
}

function readTable(view: DataView, sectorBytes: number, sectors: readonly number[]): readonly number[] {
  const table: number[] = [];
  for (const sector of sectors) {
    const start = (sector + 1) * sectorBytes;
    for (let at = start; at < start + sectorBytes; at += 4)
      table.push(at + 4 <= view.byteLength ? view.getUint32(at, true) : endOfChain);
  }
  return table;
}

function followChain(table: readonly number[], start: number): readonly number[] {
  const chain: number[] = [];
  for (let at = start; at < endOfChain && chain.length <= table.length; at = table[at] ?? endOfChain)
    chain.push(at);
  return chain;
}

/** Each entry points to one other, so a walk that meets its own path has found a circle. */
function hasCircle(table: readonly number[]): boolean {
  const walkOf = new Uint32Array(table.length);
  for (let start = 0; start < table.length; start++) {
    let at = start;
    while (at < table.length && walkOf[at] === 0) {
      walkOf[at] = start + 1;
      at = table[at]!;
    }
    if (at < table.length && walkOf[at] === start + 1) return true;
  }
  return false;
}

function isSoundDirectory(bytes: Uint8Array): boolean {
  const entries = readOleDirectory(bytes);
  const seen = new Set<number>();
  const open = [0];
  while (open.length > 0) {
    const index = open.pop()!;
    const entry = entries[index];
    if (index === 0xffffffff) continue;
    if (entry === undefined || seen.has(index) || entry.bytes > bytes.length) return false;
    seen.add(index);
    open.push(entry.left, entry.right, entry.child);
  }
  return true;
}
