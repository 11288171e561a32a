import { useEffect, useState } from 'preact/hooks';
import type { Session } from '../../http/v2/schemas.ts';
import { messageOf, post } from '../api.ts';
import { Brand } from '../parts/icons.tsx';

/** The link that the first start prints brings the key; a person still signs in, so no link does it for them. */
function takeKeyOfLink(): string {
  const key = new URLSearchParams(location.hash.slice(1)).get('key');
  if (key === null) return '';
  history.replaceState(null, '', location.pathname + location.search);
  return key;
}

/** Taken when the page is loaded, so that it leaves the address of who is signed in already, too. */
const keyOfLink = takeKeyOfLink();

export function SignInPage({ onSignedIn }: { onSignedIn: (session: Session) => void }) {
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);
  const [key, setKey] = useState(keyOfLink);
  useEffect(() => {
    const onLink = () => setKey((last) => takeKeyOfLink() || last);
    addEventListener('hashchange', onLink);
    return () => removeEventListener('hashchange', onLink);
  }, []);
  const signIn = async (event: SubmitEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      onSignedIn(await post<Session>('/session', { apiKey: key.trim() }));
    } catch (reason) {
      setError(messageOf(reason));
      setBusy(false);
    }
  };
  return (
    <main class="sign-in">
      <form onSubmit={signIn}>
        <Brand />
        <h1>Mailroom</h1>
        <p class="lead">Documents in, their types out.</p>
        <label>
          API key
          <input
            name="apiKey"
            type="password"
            value={key}
            onInput={(event) => setKey(event.currentTarget.value)}
            required
            maxLength={512}
            autocomplete="current-password"
            aria-invalid={error !== undefined}
            aria-describedby="sign-in-error"
            placeholder="mr_…"
          />
        </label>
        <p id="sign-in-error" class="field-error" role="alert">
          {error}
        </p>
        <button type="submit" class="primary" disabled={busy}>
          Sign in
        </button>
        <details>
          <summary>Where is my key?</summary>
          <p>
            The server printed the first one, and a link with it, when it was started the first time. This
            makes another, beside the running server:
          </p>
          <p>
            <code>npx --no-install mailroom keys create desk</code>
          </p>
        </details>
      </form>
    </main>
  );
}
