/** Sources as they are set and answered. The dashboard takes its types from here. */
import { type Static, Type } from 'typebox';
import * as schemas from './schemas.ts';

const { closed } = schemas;
const short = (description: string) => Type.String({ minLength: 1, maxLength: 255, description });

const folder = {
  path: Type.String({
    minLength: 1,
    maxLength: 4_000,
    description: 'Below a folder that the operator allows',
  }),
  subfolders: Type.Boolean({ description: 'Take the files in folders below it as well' }),
};
const mailbox = {
  host: short('The mail server'),
  port: Type.Integer({ minimum: 1, maximum: 65_535 }),
  security: Type.Union([Type.Literal('tls'), Type.Literal('starttls'), Type.Literal('none')]),
  user: short('Who signs in'),
  folder: short('The mail folder that is looked at'),
  processedFolder: short('Where mail goes once it is taken'),
  failedFolder: short('Where mail goes that cannot be taken'),
  take: Type.Union([Type.Literal('attachments'), Type.Literal('mail')], {
    description:
      '`attachments`: each is a file, and a mail without any is one itself. `mail`: the whole mail is one file',
  }),
};
const mailboxInput = Type.Object({
  host: mailbox.host,
  user: mailbox.user,
  password: Type.Optional(
    Type.String({ minLength: 1, maxLength: 1_000, description: 'Kept sealed, and never answered' }),
  ),
  port: Type.Optional(mailbox.port),
  security: Type.Optional(mailbox.security),
  folder: Type.Optional(mailbox.folder),
  processedFolder: Type.Optional(mailbox.processedFolder),
  failedFolder: Type.Optional(mailbox.failedFolder),
  take: Type.Optional(mailbox.take),
});
export const input = {
  name: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
  classificationId: Type.Optional(schemas.id('What its files are told apart by, or …')),
  templateId: Type.Optional(schemas.id('… what is extracted from them')),
  folder: Type.Optional(Type.Object({ path: folder.path, subfolders: Type.Optional(folder.subfolders) })),
  mailbox: Type.Optional(mailboxInput),
};

export const source = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    classificationId: Type.Optional(Type.String()),
    templateId: Type.Optional(Type.String()),
    folder: Type.Optional(Type.Object(folder, closed)),
    mailbox: Type.Optional(Type.Object(mailbox, closed)),
    state: Type.Union([Type.Literal('active'), Type.Literal('failing'), Type.Literal('paused')]),
    files: Type.Integer({ description: 'Taken so far' }),
    succeededAt: Type.Optional(schemas.time('When it was last looked at without trouble')),
    lastError: Type.Optional(Type.Object({ at: schemas.time('When'), message: Type.String() }, closed)),
    createdAt: schemas.time('When it was made'),
  },
  { ...closed, description: 'A folder or mailbox that files come from by themselves' },
);
export type Source = Static<typeof source>;
