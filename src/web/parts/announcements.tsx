import { useEffect, useState } from 'preact/hooks';
import type { Announcement } from '../announce.ts';

const shownMs = 6_000;

export function Announcements() {
  const [latest, setLatest] = useState<Announcement>();
  useEffect(() => {
    let timer = 0;
    const onAnnounce = (event: Event) => {
      setLatest((event as CustomEvent<Announcement>).detail);
      clearTimeout(timer);
      timer = window.setTimeout(() => setLatest(undefined), shownMs);
    };
    addEventListener('announce', onAnnounce);
    return () => removeEventListener('announce', onAnnounce);
  }, []);
  return (
    <div class="announcements" role="status">
      {latest && (
        <p>
          {latest.text}
          {latest.undo && (
            <button type="button" onClick={latest.undo}>
              Undo
            </button>
          )}
        </p>
      )}
    </div>
  );
}
