import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { sql } from 'kysely';
import type { Database } from '../storage/database.ts';
import type { ClaimedJob } from '../storage/job-claims.ts';
import { type NewJob, removeJobsByKey, removeJobsOfGroup } from '../storage/jobs.ts';
import type { Queue } from './queue.ts';

type Opened = AsyncDisposable & { readonly database: Database };

const leaseMs = 60_000;
/** A lease that has run out when it begins: what a dead worker leaves, without waiting for it. */
const lapsed = -1;

/** What the queue promises on every database. */
export function queueContract({ open, queue }: { open: () => Promise<Opened>; queue: Queue }) {
  const check = (guarantee: string, body: (database: Database) => Promise<void>) =>
    test(guarantee, async () => {
      await using opened = await open();
      await body(opened.database);
      await assertCountersAgree(opened.database);
    });
  const claim = (database: Database, count = 1, options: { worker?: string; leaseMs?: number } = {}) =>
    queue.claim(database, { worker: 'a', leaseMs, count, ...options });
  const claimOne = async (...parameters: Parameters<typeof claim>): Promise<ClaimedJob> => {
    const [job] = await claim(...parameters);
    assert.ok(job, 'a job was expected');
    return job;
  };

  check('a job of a transaction that is undone never was', async (database) => {
    const undone = database.transaction().execute(async (transaction) => {
      await queue.enqueue(transaction, [job()]);
      throw new Error('undone');
    });
    await assert.rejects(undone, /undone/);
    assert.deepEqual(await claim(database), []);
  });

  check('a job in hand is not given twice, and a completed one is gone', async (database) => {
    await queue.enqueue(database, [job({ data: { n: 1 } })]);
    const held = await claimOne(database);
    assert.deepEqual(held.data, { n: 1 });
    assert.deepEqual(await claim(database), []);
    assert.equal(await queue.complete(database, held), true);
    assert.equal(await queue.complete(database, held), false);
    assert.deepEqual(await claim(database), []);
  });

  check('who lost the lease cannot end the job, by no way', async (database) => {
    await queue.enqueue(database, [job()]);
    const lost = await claimOne(database, 1, { leaseMs: lapsed });
    const held = await claimOne(database, 1, { worker: 'b' });
    assert.equal(held.id, lost.id);
    assert.equal(held.losses, 1);
    assert.equal(await queue.complete(database, lost), false);
    assert.equal(await queue.fail(database, lost, 'late'), 'stale');
    assert.equal(await queue.handBack(database, lost), false);
    assert.equal(await queue.postpone(database, lost, { message: 'late', delayMs: 1 }), false);
    assert.equal(await queue.complete(database, held), true);
  });

  check('an older run of the same worker cannot end the job either', async (database) => {
    await queue.enqueue(database, [job()]);
    const older = await claimOne(database, 1, { leaseMs: lapsed });
    const newer = await claimOne(database);
    assert.equal(newer.worker, older.worker);
    assert.equal(await queue.complete(database, older), false);
    assert.equal(await queue.complete(database, newer), true);
  });

  check('a beat keeps the lease, and names what is still held', async (database) => {
    await queue.enqueue(database, [job()]);
    const held = await claimOne(database, 1, { leaseMs: lapsed });
    assert.deepEqual(plain(await queue.beat(database, { worker: 'b', leaseMs })), []);
    const kept = await queue.beat(database, { worker: 'a', leaseMs });
    assert.deepEqual(plain(kept), [{ id: held.id, attempt: held.attempt }]);
    assert.deepEqual(await claim(database, 1, { worker: 'b' }), []);
  });

  check('a failed job comes back later, and is dead after its last attempt', async (database) => {
    await queue.enqueue(database, [job({ attemptsMax: 2 })]);
    assert.equal(await queue.fail(database, await claimOne(database), 'first'), 'delayed');
    assert.deepEqual(await claim(database), []);
    await letTimePass(database);
    const again = await claimOne(database);
    assert.equal(again.failures, 1);
    assert.equal(await queue.fail(database, again, 'second'), 'dead');
    await letTimePass(database);
    assert.deepEqual(await claim(database), []);
    const { state, last_error: error } = await database
      .selectFrom('jobs')
      .selectAll()
      .executeTakeFirstOrThrow();
    assert.deepEqual({ state, error }, { state: 'dead', error: 'second' });
  });

  check('a job handed back or postponed loses no attempt', async (database) => {
    await queue.enqueue(database, [job()]);
    assert.equal(await queue.handBack(database, await claimOne(database)), true);
    const second = await claimOne(database);
    assert.equal(await queue.postpone(database, second, { message: 'disk full', delayMs: 5000 }), true);
    assert.deepEqual(await claim(database), []);
    await letTimePass(database);
    const third = await claimOne(database);
    assert.deepEqual([third.attempt, third.failures, third.losses], [3, 0, 0]);
  });

  check(
    'the more workers died at a job, the longer it waits: 5 s, 10 s, and 80 s in the end',
    async (database) => {
      await queue.enqueue(database, [job()]);
      const waits: number[] = [];
      for (let loss = 0; loss < 8; loss += 1) {
        await letTimePass(database);
        await claimOne(database, 1, { leaseMs: lapsed });
        const before = Date.now();
        await claim(database, 0);
        const row = await database.selectFrom('jobs').selectAll().executeTakeFirstOrThrow();
        waits.push(row.state === 'ready' ? 0 : Math.round((row.run_at - before) / 5000) * 5);
      }
      assert.deepEqual(waits, [0, 0, 5, 10, 20, 40, 80, 80]);
    },
  );

  check('a clock that was hours ahead for a while holds no job up', async (database) => {
    await queue.enqueue(database, [job({ data: 'postponed' }), job({ data: 'held' })]);
    mock.timers.enable({ apis: ['Date'], now: Date.now() + 5 * 3_600_000 });
    const [postponed, held] = await claim(database, 2);
    assert.equal(await queue.postpone(database, postponed!, { message: 'later', delayMs: 1 }), true);
    mock.timers.reset();
    await queue.shortenWaits(database, { leaseMs });
    assert.deepEqual(
      (await claim(database, 2)).map(({ data }) => data),
      ['postponed'],
    );
    // As if its worker had died: its lease is no longer than any.
    await queue.shortenWaits(database, { leaseMs: lapsed });
    assert.deepEqual(
      (await claim(database, 2, { worker: 'b' })).map(({ data }) => data),
      ['postponed', 'held'],
    );
    assert.equal(await queue.complete(database, held!), false);
  });

  check('a job that took two workers with it lets others by before it runs again', async (database) => {
    await queue.enqueue(database, [job({ data: 'deadly' })]);
    for (let loss = 0; loss < 3; loss += 1) {
      assert.equal((await claimOne(database, 1, { leaseMs: lapsed })).losses, loss);
    }
    await queue.enqueue(database, [job({ data: 'harmless' })]);
    const [first, ...rest] = await claim(database, 5);
    assert.deepEqual([first?.data, rest.length], ['harmless', 0]);
    await letTimePass(database);
    assert.equal((await claimOne(database)).losses, 3);
  });

  check('a server that is alone frees all leases at once', async (database) => {
    await queue.enqueue(database, [job(), job()]);
    assert.equal((await claim(database, 2)).length, 2);
    await queue.releaseAll(database);
    assert.equal((await claim(database, 2, { worker: 'b' })).length, 2);
  });

  check('workspaces take turns, however much each has waiting', async (database) => {
    await queue.enqueue(database, jobs(50, { workspaceId: 'large', groupId: 'l' }));
    await claim(database, 10);
    await queue.enqueue(database, jobs(3, { workspaceId: 'small', groupId: 's' }));
    const order = (await claim(database, 8)).map((held) => held.workspaceId).join(' ');
    assert.equal(order, 'small large small large small large large large');
  });

  check('one file behind a batch of 1,000 waits only for the files in hand', async (database) => {
    await queue.enqueue(database, jobs(1000, { groupId: 'large' }));
    await claim(database, 4);
    await queue.enqueue(database, [job({ groupId: 'single' })]);
    assert.equal((await claimOne(database)).groupId, 'single');
  });

  check('a batch counts what it has in hand and what is done alike', async (database) => {
    await queue.enqueue(database, jobs(10, { groupId: 'old' }));
    for (const held of await claim(database, 3)) await queue.complete(database, held);
    await queue.enqueue(database, jobs(10, { groupId: 'new' }));
    const order = (await claim(database, 6)).map((held) => held.groupId).join(' ');
    assert.equal(order, 'new new new old new old');
  });

  check('within a batch priority goes first, then age', async (database) => {
    await queue.enqueue(database, [
      job({ data: 1 }),
      job({ data: 2 }),
      job({ data: 3, priority: 1 }),
      job({ data: 4, delayMs: 60_000 }),
    ]);
    const order = (await claim(database, 5)).map((held) => held.data);
    assert.deepEqual(order, [3, 1, 2]);
  });

  check('there is at most one open job a kind and key', async (database) => {
    await queue.enqueue(database, [job({ dedupeKey: 'k' }), job({ dedupeKey: 'k' })]);
    await queue.enqueue(database, [job({ dedupeKey: 'k' }), job({ dedupeKey: 'other' })]);
    const held = await claim(database, 5);
    assert.equal(held.length, 2);
    for (const one of held) await queue.complete(database, one);
    await queue.enqueue(database, [job({ dedupeKey: 'k' })]);
    assert.equal((await claim(database, 5)).length, 1);
  });

  check('a removed job cannot be finished by who was at it', async (database) => {
    await queue.enqueue(database, jobs(3, { groupId: 'g' }));
    await queue.enqueue(database, [job({ groupId: 'h', dedupeKey: 'k' })]);
    const held = await claim(database, 2);
    assert.deepEqual(held.map((one) => one.groupId).sort(), ['g', 'h']);
    await removeJobsOfGroup(database, { workspaceId: 'w', groupId: 'g' });
    await removeJobsByKey(database, { workspaceId: 'w', kind: 'test', dedupeKeys: ['k', 'unknown'] });
    for (const one of held) assert.equal(await queue.complete(database, one), false);
    assert.deepEqual(plain(await queue.beat(database, { worker: 'a', leaseMs })), []);
    assert.deepEqual(await claim(database, 5), []);
    // Its id must not come back: the late finisher would close somebody else's job.
    await queue.enqueue(database, [job()]);
    assert.ok((await claimOne(database)).id > Math.max(...held.map((one) => one.id)));
  });

  check('many workers at once take every job exactly once', async (database) => {
    await queue.enqueue(database, jobs(150, { groupId: 'a' }));
    await queue.enqueue(database, jobs(90, { groupId: 'b', workspaceId: 'v' }));
    const taken: number[] = [];
    const work = async (worker: string) => {
      for (;;) {
        const held = await claim(database, 7, { worker });
        if (held.length === 0) return;
        taken.push(...held.map((one) => one.id));
        for (const one of held) assert.equal(await queue.complete(database, one), true);
      }
    };
    await Promise.all(['a', 'b', 'c', 'd'].map(work));
    assert.equal(taken.length, 240);
    assert.equal(new Set(taken).size, 240);
  });

  check('the counters agree with the jobs after any mixture of events', async (database) => {
    let seed = 7;
    const random = (below: number) => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % below;
    };
    let held: ClaimedJob[] = [];
    for (let step = 0; step < 250; step += 1) {
      const workspaceId = `w${random(3)}`;
      const groupId = `g${random(4)}`;
      const one = held[random(held.length || 1)];
      const events = [
        () => queue.enqueue(database, jobs(1 + random(3), { workspaceId, groupId, attemptsMax: 2 })),
        () =>
          queue.enqueue(database, [job({ workspaceId, groupId, dedupeKey: `k${random(5)}`, delayMs: 1 })]),
        async () =>
          held.push(...(await claim(database, 1 + random(4), { leaseMs: random(4) ? leaseMs : lapsed }))),
        async () => one && queue.complete(database, one),
        async () => one && queue.fail(database, one, 'failed'),
        async () => one && queue.handBack(database, one),
        async () => one && queue.postpone(database, one, { message: 'later', delayMs: 1 }),
        () => letTimePass(database),
        () => removeJobsByKey(database, { workspaceId, kind: 'test', dedupeKeys: [`k${random(5)}`] }),
        async () => random(5) || removeJobsOfGroup(database, { workspaceId, groupId }),
      ];
      await events[random(events.length)]!();
      held = held.slice(-6);
      await assertCountersAgree(database);
    }
  });
}

function job(parts: Partial<NewJob> = {}): NewJob {
  return { workspaceId: 'w', kind: 'test', groupId: 'g', data: {}, ...parts };
}

function jobs(count: number, parts: Partial<NewJob>): NewJob[] {
  return Array.from({ length: count }, (_, index) => job({ data: index, ...parts }));
}

/** What waits for its time is due. */
async function letTimePass(database: Database): Promise<void> {
  await database.updateTable('jobs').set({ run_at: 0 }).where('state', '=', 'delayed').execute();
}

function plain<T extends object>(rows: readonly T[]): T[] {
  return rows.map((row) => ({ ...row }));
}

async function assertCountersAgree(database: Database): Promise<void> {
  const counted = await sql<object>`
    select workspace_id, group_id, sum(case when state = 'ready' then 1 else 0 end) as ready, count(*) as open
    from jobs where state <> 'dead' group by workspace_id, group_id order by workspace_id, group_id`.execute(
    database,
  );
  // What is noted and not yet added up counts too.
  const kept = await sql<object>`
    select workspace_id, group_id, sum(ready) as ready, sum(open) as open
    from (
      select workspace_id, group_id, ready, open from job_groups
      union all select workspace_id, group_id, ready, open from job_changes
    ) as counted group by workspace_id, group_id having sum(open) <> 0 or sum(ready) <> 0
    order by workspace_id, group_id`.execute(database);
  assert.deepEqual(plain(kept.rows), plain(counted.rows));
  const workspaces = await sql<{ wrong: number }>`
    select count(*) as wrong from job_workspaces where ready + coalesce((
      select sum(ready) from job_changes where job_changes.workspace_id = job_workspaces.workspace_id
    ), 0) <> (
      select count(*) from jobs where state = 'ready' and jobs.workspace_id = job_workspaces.workspace_id
    )`.execute(database);
  assert.equal(Number(workspaces.rows[0]?.wrong), 0);
  const served = await sql<{ wrong: number }>`
    select count(*) as wrong from (
      select sum(served) as served from (
        select workspace_id, group_id, served from job_groups
        union all select workspace_id, group_id, served from job_changes
      ) as noted group by workspace_id, group_id
    ) as counted where served < 0`.execute(database);
  assert.equal(Number(served.rows[0]?.wrong), 0);
}
