/** Light or dark as the reader's system is. No font, image or script is loaded. */
export const docsStyle = `
:root { color-scheme: light dark;
  --ground: light-dark(#fdfdfc, #16181b); --panel: light-dark(#f3f3ef, #1e2125); --line: light-dark(#dfdfd8, #33373d);
  --ink: light-dark(#1d2126, #e4e6e8); --soft: light-dark(#5c636c, #9aa2ab); --link: light-dark(#0b5cad, #7db8f0);
  --get: light-dark(#0a6b52, #5fd0ae); --post: light-dark(#0b5cad, #7db8f0); --patch: light-dark(#8a5a00, #e2b45c);
  --delete: light-dark(#a32b2b, #f08a8a); --text: light-dark(#0a6b52, #8fd6bd); --value: light-dark(#8a4b00, #e8b878); }
* { box-sizing: border-box; }
html { scroll-behavior: smooth; scroll-padding-top: 1.5rem; }
body { margin: 0; background: var(--ground); color: var(--ink); line-height: 1.55;
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif; }
.frame { display: grid; grid-template-columns: 17rem minmax(0, 1fr); max-width: 88rem; margin: 0 auto; }
nav { position: sticky; top: 0; align-self: start; max-height: 100vh; overflow-y: auto; padding: 2rem 1rem 2rem 1.5rem;
  border-right: 1px solid var(--line); min-height: 100vh; font-size: .875rem; }
nav b { display: block; font-size: 1.125rem; margin-bottom: 1rem; }
nav h2 { font-size: .75rem; letter-spacing: .04em; color: var(--soft); margin: 1.5rem 0 .25rem; font-weight: 600; }
nav a { display: block; padding: .2rem .5rem; margin-left: -.5rem; border-radius: .3rem; color: inherit; text-decoration: none;
  overflow-wrap: anywhere; }
nav a:hover { background: var(--panel); }
main { padding: 2rem 2.5rem 6rem; min-width: 0; }
h1 { font-size: 2rem; margin: 0 0 .5rem; letter-spacing: -.01em; }
h1 small { font-size: .875rem; color: var(--soft); font-weight: 400; letter-spacing: 0; }
main > section > h2 { font-size: 1.375rem; margin: 3.5rem 0 0; padding-bottom: .5rem; border-bottom: 1px solid var(--line); }
p { max-width: 46rem; margin: .5rem 0; }
.soft { color: var(--soft); }
a { color: var(--link); }
article { padding: 2rem 0; border-bottom: 1px solid var(--line); }
article:last-child { border-bottom: 0; }
article h3 { margin: 0; font-size: 1.125rem; }
.route { display: flex; flex-wrap: wrap; gap: .6rem; align-items: baseline; margin: .35rem 0 .75rem;
  font: .875rem/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
.method { font-weight: 700; }
.GET { color: var(--get); } .POST { color: var(--post); } .PUT, .PATCH { color: var(--patch); } .DELETE { color: var(--delete); }
.sides { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 2rem; margin-top: 1rem; }
h4 { font-size: .8125rem; color: var(--soft); margin: 1.25rem 0 .4rem; font-weight: 600; }
.sides > div > h4:first-child { margin-top: 0; }
dl { margin: 0; border-top: 1px solid var(--line); font-size: .9rem; }
dl > div { padding: .5rem 0; border-bottom: 1px solid var(--line); }
dt { display: flex; flex-wrap: wrap; gap: .5rem; align-items: baseline; }
dd { margin: 0; color: var(--soft); }
.type { color: var(--soft); font-size: .8125rem; }
.must { color: var(--delete); font-size: .75rem; }
.d1 { padding-left: 1.25rem !important; } .d2 { padding-left: 2.5rem !important; } .d3 { padding-left: 3.75rem !important; }
code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: .8125rem; }
p code, dd code { background: var(--panel); padding: .1em .3em; border-radius: .25rem; }
pre { margin: 0; padding: .9rem 1rem; background: var(--panel); border: 1px solid var(--line); border-radius: .5rem;
  overflow-x: auto; line-height: 1.5; tab-size: 2; }
pre + pre { margin-top: .5rem; }
.text { color: var(--text); } .value { color: var(--value); }
.refusals { list-style: none; padding: 0; margin: 0; font-size: .875rem; }
.refusals li { padding: .3rem 0; display: flex; gap: .75rem; }
.refusals code { color: var(--delete); }
@media (max-width: 64rem) { .sides { grid-template-columns: minmax(0, 1fr); gap: 0; } }
@media (max-width: 46rem) { .frame { display: block; } main { padding: 1.5rem 1.25rem 4rem; }
  nav { position: static; min-height: 0; max-height: none; border-right: 0; border-bottom: 1px solid var(--line); padding: 1.25rem; } }
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
`;
