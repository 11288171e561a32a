import { type Dialect, PostgresDialect, type PostgresPool, type PostgresPoolClient } from 'kysely';
import pg from 'pg';
import { Failure } from '../errors.ts';
import { withoutZero } from './without-zero.ts';

export type PostgresOptions = {
  /** Connections of this process at most. */
  readonly connectionsMax?: number;
  /** For migrations, which may take as long as they take. */
  readonly patient?: boolean;
};

const connectionsMaxDefault = 10;
const connectTimeoutMs = 10_000;
/** The server ends a statement that takes longer; the client does where the network swallowed the answer. */
const statementTimeoutMs = 30_000;
const answerTimeoutMs = 35_000;
/** A process that lost its network must not hold rows for longer. Nothing slow happens inside a transaction. */
const idleInTransactionMs = 15_000;

const int8 = 20;
const numeric = 1700;

/** How values come back, for our connections alone: counts, sums and milliseconds as numbers, as SQLite gives them. */
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    oid === int8 || oid === numeric ? Number : pg.types.getTypeParser(oid, format as 'text'),
};

/** Kysely's PostgreSQL dialect on a pool of ours. */
export function createPostgresDialect(url: string, options: PostgresOptions = {}): Dialect {
  const pool = new pg.Pool(connectionSettings(url, options));
  // An idle connection that broke is out of the pool; the next query says what is wrong. Without a listener it
  // would end the process.
  pool.on('error', () => {});
  // The same for one in hand that breaks between two statements of a transaction.
  pool.on('connect', (client) => client.on('error', () => {}));
  return new PostgresDialect({ pool: guardPool(pool) });
}

export function connectionSettings(
  url: string,
  { connectionsMax = connectionsMaxDefault, patient = false }: PostgresOptions = {},
): pg.PoolConfig {
  return {
    connectionString: url,
    max: connectionsMax,
    types,
    application_name: 'mailroom',
    keepAlive: true,
    connectionTimeoutMillis: connectTimeoutMs,
    ...(!patient && {
      statement_timeout: statementTimeoutMs,
      lock_timeout: statementTimeoutMs,
      query_timeout: answerTimeoutMs,
      idle_in_transaction_session_timeout: idleInTransactionMs,
    }),
  };
}

/** Puts errors into our words, and sees to it that a connection of unknown state is not used again. */
function guardPool(pool: pg.Pool): PostgresPool {
  return {
    async connect() {
      return guardClient(await pool.connect().catch(throwFailure));
    },
    end: () => pool.end(),
    options: pool.options,
  } as PostgresPool;
}

function guardClient(client: pg.PoolClient): PostgresPoolClient {
  let broken: Failure | undefined;
  return {
    async query(text: string, parameters: readonly unknown[] = []) {
      if (broken !== undefined) throw broken;
      try {
        return await client.query(text, parameters.map(withoutZero));
      } catch (error) {
        const failure = toFailure(error);
        // Without a server's code the answer never came: it may still, to somebody else's question.
        if (codeOf(error) === undefined && failure instanceof Failure) broken = failure;
        throw failure;
      }
    },
    release: () => client.release(broken !== undefined),
  } as unknown as PostgresPoolClient;
}

function throwFailure(error: unknown): never {
  throw toFailure(error);
}

/** What the world did becomes a Failure; what is wrong with our SQL stays what it is. */
function toFailure(error: unknown): unknown {
  const code = codeOf(error);
  // Numbers out of range and the like: from ids and cursors that callers made up.
  if (code?.startsWith('22')) {
    return new Failure('invalid_request', 'A value in the request is out of range', { cause: error });
  }
  if (code === '53100') {
    return new Failure('storage_full', 'The database has no room left; tell its operator', { cause: error });
  }
  // Deadlocks are told as they are: whoever can repeats the transaction.
  const isOurs = code !== undefined && !/^(08|53|57|55P03|25P03)/.test(code);
  if (isOurs || error instanceof Failure) return error;
  return new Failure('unavailable', 'The database cannot be reached just now; try again', { cause: error });
}

/** The five characters of SQLSTATE; undefined where the server said nothing. */
function codeOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | undefined)?.code;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : undefined;
}
