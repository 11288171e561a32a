import { useState } from 'preact/hooks';
import type { Classification, Template } from '../../http/v2/definition-schemas.ts';
import type { Source } from '../../http/v2/source-schemas.ts';
import { messageOf, post } from '../api.ts';
import { OwnerSelect, ownerOf } from './owner-select.tsx';

type Props = {
  readonly watchRoots: readonly string[];
  readonly classifications: readonly Classification[];
  readonly templates: readonly Template[];
  /** The name of what was made; none where it was given up. */
  readonly onDone: (name?: string) => void;
};

export function SourceForm({ watchRoots, classifications, templates, onDone }: Props) {
  const [kind, setKind] = useState<'folder' | 'mailbox'>('folder');
  const [problem, setProblem] = useState<string>();
  const save = async (event: SubmitEvent) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const text = (name: string) => String(form.get(name) ?? '').trim();
    const settings =
      kind === 'folder'
        ? { folder: { path: text('path'), subfolders: form.has('subfolders') } }
        : {
            mailbox: {
              host: text('host'),
              user: text('user'),
              password: String(form.get('password')),
              security: text('security'),
              take: text('take'),
              folder: text('folder'),
              processedFolder: text('processedFolder'),
              ...(text('port') !== '' && { port: Number(text('port')) }),
            },
          };
    const body = { ...ownerOf(text('owner')), ...settings };
    try {
      const made = await post<Source>('/sources', text('name') ? { ...body, name: text('name') } : body);
      onDone(made.name);
    } catch (error) {
      setProblem(messageOf(error));
    }
  };
  return (
    <section class="panel" aria-labelledby="new-source">
      <h2 id="new-source">New source</h2>
      <form class="source-form" onSubmit={save}>
        <label>
          Kind
          <select value={kind} onChange={(event) => setKind(event.currentTarget.value as 'folder')}>
            <option value="folder">Folder</option>
            <option value="mailbox">Mailbox (IMAP)</option>
          </select>
        </label>
        <OwnerSelect label="Its files go to" classifications={classifications} templates={templates} />
        {classifications.length + templates.length === 0 && (
          <p class="quiet">
            There is nothing yet that files could go to: make a <a href="/classifications">classification</a>{' '}
            or a <a href="/templates">template</a> first.
          </p>
        )}
        {kind === 'folder' ? <FolderFields watchRoots={watchRoots} /> : <MailboxFields />}
        <label>
          Name
          <input name="name" maxLength={200} placeholder="As you call it" />
        </label>
        {problem !== undefined && (
          <p class="notice bad" role="alert">
            {problem}
          </p>
        )}
        <div class="actions">
          <button type="submit" class="primary">
            Add
          </button>
          <button type="button" onClick={() => onDone()}>
            Cancel
          </button>
        </div>
      </form>
    </section>
  );
}

function FolderFields({ watchRoots }: Pick<Props, 'watchRoots'>) {
  return (
    <>
      <label>
        Folder
        <input name="path" required maxLength={4_000} defaultValue={watchRoots[0] ?? ''} />
      </label>
      <p class="quiet">
        {watchRoots.length > 0
          ? `Below ${watchRoots.join(' or ')}. What is taken is moved to its folder "processed".`
          : 'No folder may be watched yet: the operator allows some with the setting WATCH_ROOTS=/path/to/folder and a restart.'}
      </p>
      <label class="check">
        <input type="checkbox" name="subfolders" /> Take the files in its subfolders as well
      </label>
    </>
  );
}

function MailboxFields() {
  return (
    <>
      <label>
        Mail server
        <input name="host" required maxLength={255} placeholder="imap.example.org" />
      </label>
      <label>
        User
        <input name="user" required maxLength={255} autocomplete="off" />
      </label>
      <label>
        Password
        <input name="password" type="password" required maxLength={1_000} autocomplete="new-password" />
      </label>
      <label>
        Security
        <select name="security">
          <option value="tls">TLS</option>
          <option value="starttls">STARTTLS</option>
          <option value="none">None: the password is sent in the clear</option>
        </select>
      </label>
      <label>
        Port
        <input name="port" type="number" min={1} max={65_535} placeholder="993, or 143 without TLS" />
      </label>
      <label>
        What becomes a file
        <select name="take">
          <option value="attachments">Each attachment, and mail that has none</option>
          <option value="mail">The whole mail with its attachments</option>
        </select>
      </label>
      <label>
        Mail folder
        <input name="folder" required maxLength={255} defaultValue="INBOX" />
      </label>
      <label>
        Taken mail goes to
        <input name="processedFolder" required maxLength={255} defaultValue="Processed" />
      </label>
    </>
  );
}
