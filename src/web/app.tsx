import { useEffect, useErrorBoundary, useState } from 'preact/hooks';
import type { Session } from '../http/v2/schemas.ts';
import { ask, Refusal } from './api.ts';
import { BatchPage } from './pages/batch.tsx';
import { BatchesPage } from './pages/batches.tsx';
import { ClassificationPage } from './pages/classification.tsx';
import { ClassificationsPage } from './pages/classifications.tsx';
import { EvaluationPage } from './pages/evaluation.tsx';
import { OperationsPage } from './pages/operations.tsx';
import { ReviewPage } from './pages/review.tsx';
import { SignInPage } from './pages/sign-in.tsx';
import { SourcesPage } from './pages/sources.tsx';
import { TemplatePage } from './pages/template.tsx';
import { TemplatesPage } from './pages/templates.tsx';
import { UploadPage } from './pages/upload.tsx';
import { Announcements } from './parts/announcements.tsx';
import { FailedPage } from './parts/failed-page.tsx';
import { Failed } from './parts/notice.tsx';
import { Shell } from './parts/shell.tsx';
import { type Address, navigate, useAddress } from './router.ts';

type State = { readonly session?: Session; readonly error?: unknown; readonly signedOut?: true };

export function App() {
  const [state, setState] = useState<State>({});
  const address = useAddress();
  // A page that cannot be drawn must not take the way to the others along.
  const [broken, mend] = useErrorBoundary();
  useEffect(mend, [address.path]);
  useEffect(() => {
    ask<Session>('/session').then(
      (session) => setState({ session }),
      (error: unknown) =>
        setState(error instanceof Refusal && error.status === 401 ? { signedOut: true } : { error }),
    );
    const onSignedOut = () => setState({ signedOut: true });
    addEventListener('signed-out', onSignedOut);
    return () => removeEventListener('signed-out', onSignedOut);
  }, []);
  if (state.signedOut) return <SignInPage onSignedIn={(session) => setState({ session })} />;
  if (state.error !== undefined) return <Failed error={state.error} />;
  if (state.session === undefined) return null;
  return (
    <>
      <Shell path={address.path} session={state.session} onSignedOut={() => setState({ signedOut: true })}>
        {broken ? <FailedPage error={broken} onRetry={mend} /> : route(address, state.session)}
      </Shell>
      <Announcements />
    </>
  );
}

function route({ path, query }: Address, session: Session) {
  const [, section, id] = path.split('/');
  if (section === 'batches')
    return id ? <BatchPage key={id} batchId={id} query={query} /> : <BatchesPage query={query} />;
  if (section === 'review') return <ReviewPage query={query} />;
  if (section === 'classifications') {
    return id ? <ClassificationPage key={id} classificationId={id} query={query} /> : <ClassificationsPage />;
  }
  if (section === 'templates')
    return id ? <TemplatePage key={id} templateId={id} query={query} /> : <TemplatesPage />;
  if (section === 'sources') return <SourcesPage session={session} />;
  if (section === 'evaluation') return <EvaluationPage query={query} />;
  if (section === 'operations') return <OperationsPage session={session} />;
  if (path === '/' || section === 'upload') return <UploadPage query={query} />;
  return <FailedPage error={new Error(`There is no page ${path}`)} onRetry={() => navigate('/')} />;
}
