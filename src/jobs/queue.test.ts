import { openTemporaryDatabase } from '../storage/temporary-database.ts';
import { queueContract } from './queue.contract.ts';
import { createQueue } from './queue.ts';

queueContract({ open: openTemporaryDatabase, queue: createQueue() });
