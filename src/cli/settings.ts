import { availableParallelism } from 'node:os';
import { type Config, readConfig } from '../config.ts';

/** The settings of this run, from the environment. */
export function configFromEnvironment(): Config {
  return readConfig(process.env, availableParallelism());
}
