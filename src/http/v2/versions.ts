import { Type } from 'typebox';
import { findDefinition } from '../../storage/classification-versions.ts';
import type { Database } from '../../storage/database.ts';
import { countLessons, lessonsOnlyIn } from '../../storage/lessons.ts';
import {
  acceptVersion as accept,
  findVersion,
  listVersions as list,
  restoreVersion as restore,
  type Version as StoredVersion,
} from '../../storage/version-history.ts';
import * as definitions from './definition-schemas.ts';
import * as learning from './learning-schemas.ts';
import { missing, requireClassification } from './missing.ts';
import { toClassification, toPage, toTime } from './present.ts';
import { resource } from './resource.ts';
import * as schemas from './schemas.ts';

const tag = 'Versions';
const number = Type.Integer({ minimum: 1 });
const classificationParams = Type.Object({ classificationId: schemas.id('Id of a classification') });
const params = Type.Object({ ...classificationParams.properties, version: number });
const shownLessonsMax = 200;

export function listVersions(database: Database) {
  return resource({
    name: 'versions.list',
    tag,
    summary: 'List the versions of a classification, newest first',
    description:
      'Whatever changes what answers makes a version: types, settings, corrections, examples. Results carry the version that answered.',
    params: classificationParams,
    query: Type.Object(schemas.pageQuery),
    answer: schemas.pageOf(learning.version),
    handle: async ({ params: { classificationId }, query, caller: { workspaceId } }) => {
      await requireClassification(database, workspaceId, classificationId);
      const { limit = 50, cursor } = query;
      return toPage(await list(database, { workspaceId, classificationId }, { limit, cursor }), toVersion);
    },
  });
}

export function readVersion(database: Database) {
  return resource({
    name: 'versions.read',
    tag,
    summary: 'Read a version with its types, settings and lessons',
    params,
    answer: learning.versionDetail,
    handle: async ({ params: asked, caller: { workspaceId } }) => {
      const key = { workspaceId, ...asked };
      const found = await findVersion(database, key);
      if (found === undefined) throw missing('version', String(asked.version));
      return {
        ...toVersion(found),
        ...(await definitionAt(database, key)),
        lessons: await countLessons(database, key),
      };
    },
  });
}

export function compareVersions(database: Database) {
  return resource({
    name: 'versions.changes',
    tag,
    summary: 'What a version changed since another',
    params,
    query: Type.Object({ since: number }),
    answer: learning.versionChanges,
    handle: async ({ params: asked, query: { since }, caller: { workspaceId } }) => {
      const after = { workspaceId, ...asked };
      const before = { ...after, version: since };
      return {
        before: await definitionAt(database, before),
        after: await definitionAt(database, after),
        lessonsAdded: await lessonsOnlyIn(database, after, since, shownLessonsMax),
        lessonsRemoved: await lessonsOnlyIn(database, before, after.version, shownLessonsMax),
      };
    },
  });
}

export function restoreVersion(database: Database) {
  return resource({
    name: 'versions.restore',
    tag,
    summary: 'Roll back to a version',
    description:
      'Types, settings and lessons are as they were then, as a new version on top, so that it can be undone the same way. Answers that people gave stay; files and examples that were deleted since teach nothing again.',
    params,
    answer: definitions.classification,
    handle: async ({ params: asked, caller: { workspaceId, name: by } }) => {
      const restored = await restore(database, { workspaceId, ...asked }, by);
      if (restored === undefined) throw missing('version', String(asked.version));
      return toClassification(restored);
    },
  });
}

export function acceptVersion(database: Database) {
  return resource({
    name: 'versions.accept',
    tag,
    summary: 'Keep a version although it is worse on the evaluation set',
    description: 'Its `verdict` becomes `accepted`, and later versions are held against it.',
    params,
    answer: learning.version,
    handle: async ({ params: asked, caller: { workspaceId } }) => {
      const key = { workspaceId, ...asked };
      await accept(database, key);
      const found = await findVersion(database, key);
      if (found === undefined) throw missing('version', String(asked.version));
      return toVersion(found);
    },
  });
}

async function definitionAt(
  database: Database,
  key: { workspaceId: string; classificationId: string; version: number },
) {
  const found = await findDefinition(database, key);
  if (found === undefined) throw missing('version', String(key.version));
  const { documentTypes, settings } = found;
  return { documentTypes, settings };
}

function toVersion({ by, verdict, createdAt, ...rest }: StoredVersion): learning.Version {
  return {
    ...rest,
    ...(by !== undefined && { by }),
    ...(verdict !== undefined && { verdict }),
    createdAt: toTime(createdAt),
  };
}
