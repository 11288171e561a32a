/** What was dropped: files, and the files of folders at any depth. Names that begin with a dot stay behind. */
export async function filesOfDrop(transfer: DataTransfer): Promise<File[]> {
  const entries = [...transfer.items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  if (entries.length === 0) return [...transfer.files];
  const files = await Promise.all(entries.map(filesOfEntry));
  return files.flat();
}

async function filesOfEntry(entry: FileSystemEntry): Promise<File[]> {
  if (entry.name.startsWith('.')) return [];
  if (entry.isFile) {
    return [await new Promise<File>((found, lost) => (entry as FileSystemFileEntry).file(found, lost))];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const files: File[] = [];
  for (;;) {
    // Browsers give 100 entries at a time.
    const some = await new Promise<FileSystemEntry[]>((found, lost) => reader.readEntries(found, lost));
    if (some.length === 0) return files;
    for (const child of some) files.push(...(await filesOfEntry(child)));
  }
}
