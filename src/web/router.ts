import { useEffect, useState } from 'preact/hooks';

export type Address = { readonly path: string; readonly query: URLSearchParams };

export function navigate(url: string, { replace = false } = {}): void {
  if (replace) history.replaceState(null, '', url);
  else history.pushState(null, '', url);
  dispatchEvent(new PopStateEvent('popstate'));
}

/** The same page with these parts of its query changed; `undefined` takes one out. Filters replace: back leaves the page. */
export function changeQuery(
  changes: Readonly<Record<string, string | undefined>>,
  options?: { replace: boolean },
) {
  const query = new URLSearchParams(location.search);
  for (const [key, value] of Object.entries(changes)) {
    if (value === undefined || value === '') query.delete(key);
    else query.set(key, value);
  }
  const text = query.toString();
  navigate(`${location.pathname}${text ? `?${text}` : ''}`, options ?? { replace: true });
}

export function useAddress(): Address {
  const [href, setHref] = useState(location.href);
  useEffect(() => {
    const onChange = () => setHref(location.href);
    addEventListener('popstate', onChange);
    return () => removeEventListener('popstate', onChange);
  }, []);
  const url = new URL(href);
  return { path: url.pathname.replace(/\/+$/, '') || '/', query: url.searchParams };
}

/** Plain links inside the desk change the address without loading the page anew. */
export function followLinks(): void {
  document.addEventListener('click', (event) => {
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = (event.target as Element).closest('a');
    if (link === null || link.target !== '' || link.hasAttribute('download')) return;
    const url = new URL(link.href);
    if (url.origin !== location.origin || /^\/(api|docs|files|openapi\.json|assets)\b/.test(url.pathname))
      return;
    event.preventDefault();
    navigate(url.pathname + url.search);
    scrollTo(0, 0);
  });
}
