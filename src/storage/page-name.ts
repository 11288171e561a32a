/** `scan.pdf` → `scan (page 2).pdf`: the ending stays, for clients that go by it. */
export function pageName(name: string, page: number): string {
  const dot = name.lastIndexOf('.');
  const stem = dot > 0 ? name.slice(0, dot) : name;
  return `${stem} (page ${page})${name.slice(stem.length)}`;
}
