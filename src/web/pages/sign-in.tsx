import { useState } from 'preact/hooks';
import type { Session } from '../../http/v2/schemas.ts';
import { messageOf, post } from '../api.ts';
import { Brand } from '../parts/icons.tsx';

export function SignInPage({ onSignedIn }: { onSignedIn: (session: Session) => void }) {
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);
  const signIn = async (event: SubmitEvent) => {
    event.preventDefault();
    const apiKey = String(new FormData(event.currentTarget as HTMLFormElement).get('apiKey'));
    setBusy(true);
    try {
      onSignedIn(await post<Session>('/session', { apiKey }));
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
            The server printed the first one when it was started the first time.{' '}
            <code>mailroom keys create desk</code> makes another.
          </p>
        </details>
      </form>
    </main>
  );
}
