/** A line for everybody: shown for some seconds at the foot of the page and read aloud. */
export type Announcement = { readonly text: string; readonly undo?: () => void };

export function announce(text: string, undo?: () => void): void {
  const detail: Announcement = { text, ...(undo && { undo }) };
  dispatchEvent(new CustomEvent('announce', { detail }));
}
