import { useEffect, useState } from 'preact/hooks';
import { type Announcement, announce } from '../announce.ts';
import { messageOf } from '../api.ts';

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
    // What an action did not expect, such as a server that stopped, is still told to who clicked.
    const onRejection = ({ reason }: PromiseRejectionEvent) => announce(messageOf(reason));
    addEventListener('announce', onAnnounce);
    addEventListener('unhandledrejection', onRejection);
    return () => {
      removeEventListener('announce', onAnnounce);
      removeEventListener('unhandledrejection', onRejection);
    };
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
