/** A reader in an endless loop, for the test that it ends with its server. */
import { dieWithServer } from '../src/engine/die-with-server.ts';

dieWithServer();
process.send?.('spinning');
for (;;);
