import type { FailureCode } from '../errors.ts';
import type { ReaderTask, ResultByKind } from './task.ts';
import type { TaskCost } from './task-cost.ts';

/** What the pool tells a reader process. */
export type ToReader = { readonly id: number; readonly task: ReaderTask };

/** What a reader process tells the pool. */
export type FromReader =
  | { readonly event: 'ready' }
  | { readonly event: 'page'; readonly id: number; readonly done: number; readonly total: number }
  | {
      readonly event: 'done';
      readonly id: number;
      readonly result: ResultByKind[keyof ResultByKind];
      readonly cost: TaskCost;
    }
  | { readonly event: 'failed'; readonly id: number; readonly code: FailureCode; readonly message: string }
  | { readonly event: 'broken'; readonly id: number; readonly message: string };
