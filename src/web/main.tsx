/** The desk: a client of `/api/v2` and of nothing else. What is shown stands in the address. */
import { render } from 'preact';
import { App } from './app.tsx';
import { followLinks } from './router.ts';
import './styles/main.css';

followLinks();
render(<App />, document.getElementById('desk')!);
