import { useEffect, useRef } from 'preact/hooks';

/** The next page of a list: comes by itself when its end is near, and by the button where nothing scrolls. */
export function More({ onMore }: { onMore: () => void }) {
  const button = useRef<HTMLButtonElement>(null);
  const latest = useRef(onMore);
  latest.current = onMore;
  useEffect(() => {
    const observer = new IntersectionObserver(
      (entries) => entries.some(({ isIntersecting }) => isIntersecting) && latest.current(),
      { rootMargin: '800px' },
    );
    observer.observe(button.current!);
    return () => observer.disconnect();
  }, [onMore]);
  return (
    <button type="button" class="more" ref={button} onClick={onMore}>
      Show more
    </button>
  );
}
