import type { ComponentChildren } from 'preact';
import { announce } from '../announce.ts';
import { ask, messageOf, post } from '../api.ts';
import { navigate } from '../router.ts';
import type { Editor } from '../use-editor.ts';
import { Conflict } from './conflict.tsx';
import { Menu } from './menu.tsx';
import { Failed } from './notice.tsx';
import { Page } from './page.tsx';
import { Tabs } from './tabs.tsx';

type Named = { readonly id: string; readonly name: string };

type EditorFrameProps<Saved extends Named, Draft> = {
  readonly editor: Editor<Saved, Draft>;
  readonly saved: Saved;
  readonly lead: string;
  /** The list that it stands in. */
  readonly list: { readonly href: string; readonly text: string };
  readonly views: readonly (readonly [name: string, text: string])[];
  readonly view: string;
  /** What goes with it when it is deleted, as the question ends. */
  readonly deletedWith: string;
  /** In its menu, before what every editor has there. */
  readonly links?: ComponentChildren;
  readonly children: ComponentChildren;
};

/** The page around an editor: what it is, its views, what stands in the way of saving, and the button. */
export function EditorFrame<Saved extends Named, Draft>(props: EditorFrameProps<Saved, Draft>) {
  const { editor, saved, lead, list, views, view, deletedWith, links, children } = props;
  const tabs = views.map(([name, text]) => [`?view=${name}`, text] as const);
  const actions = (
    <>
      {editor.dirty && <span class="state warn">unsaved changes</span>}
      <Menu text="More">
        {links}
        <CopyAndDelete {...{ saved, list: list.href, deletedWith }} />
      </Menu>
      <button type="button" class="primary" disabled={!editor.dirty} onClick={editor.save}>
        Save
      </button>
    </>
  );
  return (
    <Page title={saved.name} wide back={list} lead={lead} actions={actions}>
      <Conflict message={editor.problem.conflict} onTheirs={editor.reload} onMine={editor.saveOnTop} />
      {editor.problem.refusal && <Failed error={editor.problem.refusal} />}
      <Tabs label="Views" tabs={tabs} current={`?view=${view}`} />
      {children}
    </Page>
  );
}

type CopyAndDeleteProps = { readonly saved: Named; readonly list: string; readonly deletedWith: string };

function CopyAndDelete({ saved: { id, name }, list, deletedWith }: CopyAndDeleteProps) {
  const act = async (work: () => Promise<void>) => {
    try {
      await work();
    } catch (reason) {
      announce(messageOf(reason));
    }
  };
  const duplicate = () =>
    act(async () => {
      const copy = await post<Named>(`${list}/${id}/duplicate`, {});
      announce(`This is the copy of ${name}`);
      navigate(`${list}/${copy.id}`);
    });
  const remove = () => {
    if (!confirm(`Delete "${name}" with ${deletedWith}?`)) return;
    return act(async () => {
      await ask(`${list}/${id}`, { method: 'DELETE' });
      navigate(list);
    });
  };
  return (
    <>
      <button type="button" onClick={duplicate}>
        Duplicate
      </button>
      <button type="button" class="bad" onClick={remove}>
        Delete
      </button>
    </>
  );
}
