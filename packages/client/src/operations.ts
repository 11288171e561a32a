// Generated from the OpenAPI document by `npm run client`; test/client.test.ts says when it is out of date.

/** Performs one operation; `createMailroom` makes it. */
export type Call = (
  route: { readonly method: string; readonly path: string; readonly query: readonly string[]; readonly answer: 'json' | 'none' | 'stream' },
  asked?: object,
  options?: CallOptions,
) => Promise<unknown>;

export type CallOptions = {
  readonly signal?: AbortSignal;
  /** A POST that is repeated with the same key within a day is done once, and answered as the first time. */
  readonly idempotencyKey?: string;
};

/** A named set of document types */
export type Classification = {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  readonly documentTypes: ReadonlyArray<{
    readonly name: string;
    readonly description: string;
    readonly uniqueWords: ReadonlyArray<string>;
    readonly extractionId?: string;
  }>;
  /** What the classifier is told besides the types; calibrated defaults where absent */
  readonly settings: {
    /** How likely `other` must be to win: higher means less often; 0.5 is the calibrated balance */
    readonly otherThreshold?: number;
    /** Answers below it ask for review */
    readonly reviewThreshold?: number;
  };
  /** For how many days after a file is finished it is kept; for ever where absent */
  readonly retention: {
    /** Then original, reading and what was learned from it go; the result stays */
    readonly originalsDays?: number;
    /** Then the whole file goes */
    readonly resultsDays?: number;
  };
  /** Grows with each change of the types or settings */
  readonly revision: number;
  /** Grows with each change of what answers: types, settings, lessons */
  readonly version: number;
  /** When it was made */
  readonly createdAt: string;
  /** When it was last changed */
  readonly updatedAt: string;
};

/** A version with its types, settings and lessons */
export type Version = {
  readonly version: number;
  /** Of the types and settings */
  readonly revision: number;
  /** `defined`: types or settings were set; `taught`, `forgotten`: lessons came or went; `restored`: an earlier version was brought back */
  readonly cause: "defined" | "taught" | "forgotten" | "restored";
  /** Lessons that came or went; of `restored` the version that was brought back */
  readonly amount: number;
  /** Name of the API key */
  readonly by?: string;
  /** What the evaluation set says of it beside the one before: `worse` answers fewer files rightly, `accepted` is worse and wanted all the same; absent until it was compared */
  readonly verdict?: "fine" | "worse" | "accepted";
  /** When it came */
  readonly createdAt: string;
  readonly documentTypes: ReadonlyArray<{
    readonly name: string;
    readonly description: string;
    readonly uniqueWords: ReadonlyArray<string>;
    readonly extractionId?: string;
  }>;
  /** What the classifier is told besides the types; calibrated defaults where absent */
  readonly settings: {
    /** How likely `other` must be to win: higher means less often; 0.5 is the calibrated balance */
    readonly otherThreshold?: number;
    /** Answers below it ask for review */
    readonly reviewThreshold?: number;
  };
  /** How many files teach each type */
  readonly lessons: ReadonlyArray<{
    readonly documentType: string;
    readonly lessons: number;
  }>;
};

/** Files with their right types */
export type EvaluationSet = {
  readonly id: string;
  readonly classificationId: string;
  readonly name: string;
  /** `upload`: files that are added with their types; `corrections`: all files of the classification that people decided on, as they are when it is evaluated */
  readonly source: "upload" | "corrections";
  readonly files: number;
  /** Uploaded and not read yet */
  readonly waiting: number;
  /** The newest set of a classification: a change that answers worse on it is not taken silently */
  readonly guards: boolean;
  /** When it was made */
  readonly createdAt: string;
};

/** How right a version answers the files of a set */
export type Evaluation = {
  readonly id: string;
  readonly classificationId: string;
  readonly setId: string;
  /** Of the classification */
  readonly version: number;
  /** Begun by a new version, to say whether it is worse */
  readonly automatic: boolean;
  readonly state: "waiting" | "running" | "finished" | "failed" | "cancelled";
  readonly files: number;
  readonly answered: number;
  /** What an evaluation found */
  readonly summary?: {
    readonly files: number;
    /** Of the files that belong to a type, the share answered rightly */
    readonly accuracy: number;
    /** 95 % interval, by bootstrap */
    readonly accuracyInterval: ReadonlyArray<number>;
    /** Mean F1 of the types that have files */
    readonly macroF1: number;
    /** Of the files of no type, the share answered `other`; 1 where there are none */
    readonly otherRecall: number;
    /** Of the files that belong to a type, the share answered `other` */
    readonly falseOther: number;
    /** Expected calibration error, over ten bins of equal count */
    readonly calibrationError: number;
    /** Mean time of an answer from a kept reading */
    readonly millisecondsPerFile: number;
    readonly types: ReadonlyArray<{
      readonly documentType: string;
      readonly precision: number;
      readonly recall: number;
      readonly f1: number;
      /** Files that belong to the type */
      readonly support: number;
    }>;
    /** Right type, answer, and how many files; `failed` where there was no answer */
    readonly confusion: ReadonlyArray<{
      readonly expected: string;
      readonly answer: string;
      readonly files: number;
    }>;
    /** Ten bins of equal count, from the least sure answers to the surest */
    readonly reliability: ReadonlyArray<{
      readonly count: number;
      readonly confidence: number;
      readonly accuracy: number;
    }>;
    /** With the review threshold at `threshold`: the share of files that ask for no review, and how many of these are right */
    readonly coverage: ReadonlyArray<{
      readonly threshold: number;
      readonly coverage: number;
      readonly accuracy: number;
    }>;
  };
  readonly error?: string;
  /** When it was begun */
  readonly createdAt: string;
  /** When it ended */
  readonly finishedAt?: string;
};

/** A named set of fields: what is extracted from files of a type that links to it */
export type Template = {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  readonly language: string;
  readonly fields: ReadonlyArray<Readonly<Record<string, unknown>>>;
  /** For how many days after a file is finished it is kept; for ever where absent */
  readonly retention: {
    /** Then original, reading and what was learned from it go; the result stays */
    readonly originalsDays?: number;
    /** Then the whole file goes */
    readonly resultsDays?: number;
  };
  /** Grows with each change of the types or settings */
  readonly revision: number;
  /** When it was made */
  readonly createdAt: string;
  /** When it was last changed */
  readonly updatedAt: string;
};

/** The files of one or more uploads */
export type Batch = {
  readonly id: string;
  /** Where its types are told */
  readonly classificationId?: string;
  /** Where its values are extracted */
  readonly templateId?: string;
  readonly classificationName?: string;
  readonly templateName?: string;
  readonly state: "empty" | "waiting" | "finished";
  readonly counts: {
    readonly files: number;
    readonly waiting: number;
    readonly processed: number;
    readonly failed: number;
    readonly needsReview: number;
  };
  /** What the processed files are, the commonest first */
  readonly types: ReadonlyArray<{
    readonly documentType: string;
    readonly files: number;
  }>;
  /** When it was made */
  readonly createdAt: string;
  /** When its latest file was finished */
  readonly finishedAt?: string;
};

/** A file with the reasons for its answer */
export type FileDetail = {
  readonly id: string;
  readonly batchId: string;
  /** Where its types are told */
  readonly classificationId?: string;
  /** Where its values are extracted */
  readonly templateId?: string;
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: number;
  readonly pageCount: number;
  readonly state: "waiting" | "processed" | "failed";
  /** One of your types, or `other` */
  readonly documentType?: string;
  /** Probability that the type is right; 1 where a person said so */
  readonly confidence?: number;
  readonly needsReview: boolean;
  /** Present where a person confirmed or corrected the answer */
  readonly correction?: {
    readonly predictedType: string;
    readonly predictedConfidence: number;
    /** Name of the API key */
    readonly by: string;
    /** When */
    readonly at: string;
  };
  /** Of files of a template: present where a person said that all values are right */
  readonly valuesConfirmed?: {
    /** Name of the API key */
    readonly by: string;
    /** When */
    readonly at: string;
  };
  /** Of failed files: why */
  readonly error?: {
    readonly code: string;
    readonly message: string;
    readonly retryable: boolean;
  };
  /** When it was uploaded */
  readonly createdAt: string;
  /** When it was processed, or failed */
  readonly finishedAt?: string;
  /** When retention took original and reading */
  readonly originalDeletedAt?: string;
  readonly ranking: ReadonlyArray<{
    readonly documentType: string;
    readonly confidence: number;
  }>;
  readonly evidence: ReadonlyArray<{
    /** From 1 */
    readonly page: number;
    /** Left, top, width and height as fractions of the page */
    readonly box: ReadonlyArray<number>;
    /** The words as read */
    readonly text: string;
    /** What they matched */
    readonly term: string;
    /** `name`, `uniqueWord`, `description`, `library` or `example` */
    readonly origin: string;
    /** Share of the support for the answer */
    readonly weight: number;
  }>;
  readonly borrowed: ReadonlyArray<string>;
  /** What the template found that the type links to, or that the file was uploaded to */
  readonly extraction?: {
    readonly templateId: string;
    readonly templateName: string;
    /** Of the extraction, for `/api/v1` */
    readonly batchId: string;
    /** Of the extraction, for `/api/v1` */
    readonly fileId: string;
    readonly state: "waiting" | "processed" | "failed";
    readonly values: ReadonlyArray<{
      /** `total`, `items[2].price` */
      readonly path: string;
      readonly text: string;
      readonly confidence: number;
      readonly evidence: ReadonlyArray<{
        readonly page: number;
        /** Left, top, width and height as fractions of the page */
        readonly box: ReadonlyArray<number>;
        readonly text: string;
      }>;
      /** Present where a person wrote the value */
      readonly edited?: {
        /** What was found; absent where nothing was */
        readonly previous?: string;
        /** Name of the API key */
        readonly by: string;
        /** When */
        readonly at: string;
      };
    }>;
    /** Paths of fields without a value: not found, or emptied by a person */
    readonly missing: ReadonlyArray<string>;
    readonly checks: ReadonlyArray<{
      readonly name: string;
      readonly passed: boolean;
      readonly message: string;
      readonly fields: ReadonlyArray<string>;
    }>;
    /** Present where a person said that all values are right */
    readonly confirmed?: {
      /** Name of the API key */
      readonly by: string;
      /** When */
      readonly at: string;
    };
  };
  /** Of the classification that answered */
  readonly revision?: number;
  /** Of the classification that answered */
  readonly version?: number;
  readonly warnings: ReadonlyArray<{
    readonly code: string;
    readonly message: string;
    readonly page?: number;
  }>;
};

/** The words of a page and where they stand */
export type Page = {
  readonly number: number;
  readonly width: number;
  readonly height: number;
  /** `text-layer`, `ocr` or `plain` */
  readonly source: string;
  readonly words: ReadonlyArray<{
    readonly text: string;
    /** Left, top, width and height as fractions of the page */
    readonly box: ReadonlyArray<number>;
  }>;
};

export type ExtractedFile = {
  readonly id: string;
  readonly name: string;
  readonly extractionId: string;
  readonly batchId: string;
  readonly state: "waiting" | "processed" | "failed";
  readonly error?: string;
  /** Of the extraction that answered */
  readonly revision?: number;
  readonly values: ReadonlyArray<{
    /** `total`, `items[2].price` */
    readonly path: string;
    /** Words of the document as they stand, concluded from the words in the evidence, or written by a person */
    readonly kind: "text" | "derived" | "edited";
    readonly text: string;
    readonly confidence: number;
    readonly evidence: ReadonlyArray<{
      readonly page: number;
      /** Left, top, width and height as fractions of the page */
      readonly box: ReadonlyArray<number>;
      readonly text: string;
    }>;
    /** `embedded`: read from an invoice in XML inside the file */
    readonly source: "page" | "embedded" | "person";
    readonly attachment?: string;
    /** What the value says, for programs */
    readonly normalised?: {
      readonly type: "date";
      readonly iso: string;
    } | {
      readonly type: "number";
      readonly number: number;
      readonly currency?: string;
    } | {
      readonly type: "duration";
      readonly count: number;
      readonly unit: string;
    } | {
      readonly type: "mark";
      readonly selected: boolean;
    } | {
      readonly type: "currency";
      readonly code: string;
    };
    /** Present where a person wrote the value */
    readonly edited?: {
      /** What was found; absent where nothing was */
      readonly previous?: string;
      /** Name of the API key */
      readonly by: string;
      /** When */
      readonly at: string;
    };
  }>;
  readonly checks: ReadonlyArray<{
    readonly name: string;
    readonly passed: boolean;
    readonly message: string;
    readonly fields: ReadonlyArray<string>;
  }>;
  /** Paths of fields without a value: not found, or emptied by a person */
  readonly missing: ReadonlyArray<string>;
  /** Present where a person said that all values are right */
  readonly confirmed?: {
    /** Name of the API key */
    readonly by: string;
    /** When */
    readonly at: string;
  };
};

/** A folder or mailbox that files come from by themselves */
export type Source = {
  readonly id: string;
  readonly name: string;
  readonly classificationId?: string;
  readonly templateId?: string;
  readonly folder?: {
    /** Below a folder that the operator allows */
    readonly path: string;
    /** Take the files in folders below it as well */
    readonly subfolders: boolean;
  };
  readonly mailbox?: {
    /** The mail server */
    readonly host: string;
    readonly port: number;
    readonly security: "tls" | "starttls" | "none";
    /** Who signs in */
    readonly user: string;
    /** The mail folder that is looked at */
    readonly folder: string;
    /** Where mail goes once it is taken */
    readonly processedFolder: string;
    /** Where mail goes that cannot be taken */
    readonly failedFolder: string;
    /** `attachments`: each is a file, and a mail without any is one itself. `mail`: the whole mail is one file */
    readonly take: "attachments" | "mail";
  };
  readonly state: "active" | "failing" | "paused";
  /** Taken so far */
  readonly files: number;
  /** When it was last looked at without trouble */
  readonly succeededAt?: string;
  readonly lastError?: {
    /** When */
    readonly at: string;
    readonly message: string;
  };
  /** When it was made */
  readonly createdAt: string;
};

/** What goes on in the workspace */
export type Operations = {
  readonly queue: {
    readonly ready: number;
    readonly delayed: number;
    readonly running: number;
    readonly dead: number;
    /** When the oldest open job was stored */
    readonly oldestAt?: string;
  };
  /** Files in each of the latest 60 minutes */
  readonly finishedByMinute: ReadonlyArray<number>;
  readonly files: {
    readonly waiting: number;
    readonly processed: number;
    readonly failed: number;
  };
  readonly pages: number;
  readonly originalBytes: number;
  readonly failuresByReason: ReadonlyArray<{
    readonly code: string;
    readonly files: number;
  }>;
  /** What this machine holds reader processes to */
  readonly sandbox: {
    readonly network: boolean;
    readonly files: boolean;
    readonly limits: boolean;
  };
};

/** Usage */
export type Usage = {
  readonly items: ReadonlyArray<{
    /** In UTC */
    readonly day: string;
    readonly ownerKind: "classification" | "template";
    /** Of the classification or template, which may be gone */
    readonly ownerId: string;
    /** Files */
    readonly processed: number;
    /** Files */
    readonly failed: number;
    /** Of processed files */
    readonly pages: number;
    /** Of the originals of processed files */
    readonly bytes: number;
  }>;
};

/** A file that came with its type; it counts once it is `processed` */
export type ExampleItem = {
  readonly id: string;
  /** One of your types, or `other` */
  readonly documentType: string;
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: number;
  readonly pageCount: number;
  readonly state: "waiting" | "processed" | "failed";
  /** Of failed files: why */
  readonly error?: {
    readonly code: string;
    readonly message: string;
    readonly retryable: boolean;
  };
  /** Name of the API key */
  readonly by: string;
  /** When it was uploaded */
  readonly createdAt: string;
};

/** What answers: a revision of types and settings, and the lessons in force */
export type VersionItem = {
  readonly version: number;
  /** Of the types and settings */
  readonly revision: number;
  /** `defined`: types or settings were set; `taught`, `forgotten`: lessons came or went; `restored`: an earlier version was brought back */
  readonly cause: "defined" | "taught" | "forgotten" | "restored";
  /** Lessons that came or went; of `restored` the version that was brought back */
  readonly amount: number;
  /** Name of the API key */
  readonly by?: string;
  /** What the evaluation set says of it beside the one before: `worse` answers fewer files rightly, `accepted` is worse and wanted all the same; absent until it was compared */
  readonly verdict?: "fine" | "worse" | "accepted";
  /** When it came */
  readonly createdAt: string;
};

/** A ready-made document type */
export type LibraryTypeItem = {
  readonly id: string;
  readonly group: string;
  readonly name: string;
  readonly description: string;
  /** A starting set, in English */
  readonly uniqueWords: ReadonlyArray<string>;
};

/** An uploaded file */
export type FileItem = {
  readonly id: string;
  readonly batchId: string;
  /** Where its types are told */
  readonly classificationId?: string;
  /** Where its values are extracted */
  readonly templateId?: string;
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: number;
  readonly pageCount: number;
  readonly state: "waiting" | "processed" | "failed";
  /** One of your types, or `other` */
  readonly documentType?: string;
  /** Probability that the type is right; 1 where a person said so */
  readonly confidence?: number;
  readonly needsReview: boolean;
  /** Present where a person confirmed or corrected the answer */
  readonly correction?: {
    readonly predictedType: string;
    readonly predictedConfidence: number;
    /** Name of the API key */
    readonly by: string;
    /** When */
    readonly at: string;
  };
  /** Of files of a template: present where a person said that all values are right */
  readonly valuesConfirmed?: {
    /** Name of the API key */
    readonly by: string;
    /** When */
    readonly at: string;
  };
  /** Of failed files: why */
  readonly error?: {
    readonly code: string;
    readonly message: string;
    readonly retryable: boolean;
  };
  /** When it was uploaded */
  readonly createdAt: string;
  /** When it was processed, or failed */
  readonly finishedAt?: string;
  /** When retention took original and reading */
  readonly originalDeletedAt?: string;
};

/** What a person said of a file */
export type CorrectionItem = {
  readonly fileId: string;
  readonly classificationId: string;
  readonly documentType: string;
  readonly predictedType: string;
  readonly predictedConfidence: number;
  readonly by: string;
  /** When */
  readonly at: string;
};

export type WebhookItem = {
  readonly id: string;
  readonly url: string;
  readonly events: ReadonlyArray<string>;
  readonly createdAt: string;
  readonly disabledAt?: string;
  readonly disabledReason?: string;
};

export type WebhookDeliveryItem = {
  readonly id: string;
  readonly webhookId: string;
  /** The header webhook-id */
  readonly eventId: string;
  readonly event: string;
  readonly batchId?: string;
  readonly state: "waiting" | "delivered" | "failed";
  readonly createdAt: string;
  readonly nextAt?: string;
  readonly attempts: ReadonlyArray<{
    readonly at: string;
    readonly milliseconds: number;
    /** Absent where no answer came */
    readonly status?: number;
    readonly error?: string;
    /** The first 2 kB of the answer */
    readonly response?: string;
  }>;
};

/** What the retention of one classification or template will delete */
export type RetentionItem = {
  readonly ownerKind: "classification" | "template";
  readonly ownerId: string;
  readonly ownerName: string;
  /** For how many days after a file is finished it is kept; for ever where absent */
  readonly retention: {
    /** Then original, reading and what was learned from it go; the result stays */
    readonly originalsDays?: number;
    /** Then the whole file goes */
    readonly resultsDays?: number;
  };
  /** Absent where there is nothing to delete */
  readonly originals?: {
    /** When the first of them goes, with the hourly sweep after it */
    readonly firstAt: string;
    /** Files of which it goes within the next seven days */
    readonly withinWeek: number;
  };
  /** Absent where there is nothing to delete */
  readonly results?: {
    /** When the first of them goes, with the hourly sweep after it */
    readonly firstAt: string;
    /** Files of which it goes within the next seven days */
    readonly withinWeek: number;
  };
};

/** One change */
export type AuditEventItem = {
  readonly id: string;
  /** When */
  readonly at: string;
  readonly actor: {
    readonly kind: "key" | "system" | "command line";
    /** Of the key */
    readonly id?: string;
    readonly name: string;
  };
  /** The operation, by its id in this document */
  readonly action: string;
  readonly resource: {
    readonly kind: string;
    readonly id: string;
  };
  /** What was set or how many; neither secrets nor contents */
  readonly summary: string;
  readonly requestId?: string;
};

/** An API key; the key itself is shown once, when it is made */
export type ApiKeyItem = {
  readonly id: string;
  readonly name: string;
  /** First characters of the key */
  readonly prefix: string;
  /** `read`: answers, documents and definitions. `write`: change them too. `admin`: keys, webhooks and the rest too */
  readonly scope: "admin" | "write" | "read";
  /** It sees only this classification */
  readonly classificationId?: string;
  /** It sees only this template */
  readonly templateId?: string;
  /** When it was made */
  readonly createdAt: string;
  /** Refused from then on */
  readonly expiresAt?: string;
  /** Refused since then */
  readonly revokedAt?: string;
};

export type ClassificationsListAsked = {
  readonly limit?: number;
  /** `next` of the page before */
  readonly cursor?: string;
};

export type ClassificationsCreateAsked = {
  readonly name: string;
  readonly description?: string;
  /** The kinds to tell apart */
  readonly documentTypes: ReadonlyArray<{
    /** Label of the type; `other` is reserved */
    readonly name: string;
    /** What such documents are, in a sentence */
    readonly description?: string;
    /** Words or phrases likely on such documents, in any language */
    readonly uniqueWords?: ReadonlyArray<string>;
    /** Template that files of this type are meant for */
    readonly extractionId?: string;
  }>;
  /** What the classifier is told besides the types; calibrated defaults where absent */
  readonly settings?: {
    /** How likely `other` must be to win: higher means less often; 0.5 is the calibrated balance */
    readonly otherThreshold?: number;
    /** Answers below it ask for review */
    readonly reviewThreshold?: number;
  };
  /** For how many days after a file is finished it is kept; for ever where absent */
  readonly retention?: {
    /** Then original, reading and what was learned from it go; the result stays */
    readonly originalsDays?: number;
    /** Then the whole file goes */
    readonly resultsDays?: number;
  };
};

export type ClassificationsReadAsked = {
  /** Id of a classification */
  readonly classificationId: string;
};

export type ClassificationsUpdateAsked = {
  /** Id of a classification */
  readonly classificationId: string;
  readonly revision: number;
  readonly name?: string;
  readonly description?: string;
  /** The kinds to tell apart */
  readonly documentTypes?: ReadonlyArray<{
    /** Label of the type; `other` is reserved */
    readonly name: string;
    /** What such documents are, in a sentence */
    readonly description?: string;
    /** Words or phrases likely on such documents, in any language */
    readonly uniqueWords?: ReadonlyArray<string>;
    /** Template that files of this type are meant for */
    readonly extractionId?: string;
  }>;
  /** What the classifier is told besides the types; calibrated defaults where absent */
  readonly settings?: {
    /** How likely `other` must be to win: higher means less often; 0.5 is the calibrated balance */
    readonly otherThreshold?: number;
    /** Answers below it ask for review */
    readonly reviewThreshold?: number;
  };
  /** For how many days after a file is finished it is kept; for ever where absent */
  readonly retention?: {
    /** Then original, reading and what was learned from it go; the result stays */
    readonly originalsDays?: number;
    /** Then the whole file goes */
    readonly resultsDays?: number;
  };
  /** Save it even where it is worse on the evaluation set */
  readonly force?: boolean;
};

export type ClassificationsDeleteAsked = {
  /** Id of a classification */
  readonly classificationId: string;
};

export type ClassificationsDuplicateAsked = {
  /** Id of a classification */
  readonly classificationId: string;
};

export type ExamplesListAsked = {
  readonly limit?: number;
  /** `next` of the page before */
  readonly cursor?: string;
  readonly documentType?: string;
  /** Id of a classification */
  readonly classificationId: string;
};

export type ExamplesCreateAsked = {
  /** Id of a classification */
  readonly classificationId: string;
};

export type ExamplesDeleteAsked = {
  /** Id of a classification */
  readonly classificationId: string;
  /** Id of an example */
  readonly exampleId: string;
};

export type VersionsListAsked = {
  readonly limit?: number;
  /** `next` of the page before */
  readonly cursor?: string;
  /** Id of a classification */
  readonly classificationId: string;
};

export type VersionsReadAsked = {
  /** Id of a classification */
  readonly classificationId: string;
  readonly version: number;
};

export type VersionsChangesAsked = {
  readonly since: number;
  /** Id of a classification */
  readonly classificationId: string;
  readonly version: number;
};

export type VersionsRestoreAsked = {
  /** Id of a classification */
  readonly classificationId: string;
  readonly version: number;
};

export type VersionsAcceptAsked = {
  /** Id of a classification */
  readonly classificationId: string;
  readonly version: number;
};

export type EvaluationSetsListAsked = {
  /** Only of this classification */
  readonly classificationId?: string;
};

export type EvaluationSetsCreateAsked = {
  /** Whose answers it measures */
  readonly classificationId: string;
  readonly name: string;
  /** `upload`: files that are added with their types; `corrections`: all files of the classification that people decided on, as they are when it is evaluated */
  readonly source: "upload" | "corrections";
};

export type EvaluationSetsReadAsked = {
  /** Id of an evaluation set */
  readonly setId: string;
};

export type EvaluationSetsDeleteAsked = {
  /** Id of an evaluation set */
  readonly setId: string;
};

export type EvaluationSetsFilesAsked = {
  readonly limit?: number;
  /** `next` of the page before */
  readonly cursor?: string;
  readonly documentType?: string;
  /** Id of an evaluation set */
  readonly setId: string;
};

export type EvaluationSetsAddFilesAsked = {
  /** Id of an evaluation set */
  readonly setId: string;
};

export type EvaluationSetsDeleteFileAsked = {
  /** Id of an evaluation set */
  readonly setId: string;
  /** Id of a file */
  readonly fileId: string;
};

export type EvaluationsListAsked = {
  readonly limit?: number;
  /** `next` of the page before */
  readonly cursor?: string;
  /** Only of this classification */
  readonly classificationId?: string;
  /** Only on this set */
  readonly setId?: string;
};

export type EvaluationsCreateAsked = {
  /** Id of an evaluation set */
  readonly setId: string;
  /** The one in use where absent */
  readonly version?: number;
};

export type EvaluationsReadAsked = {
  /** Id of an evaluation */
  readonly evaluationId: string;
};

export type EvaluationsDeleteAsked = {
  /** Id of an evaluation */
  readonly evaluationId: string;
};

export type EvaluationsCancelAsked = {
  /** Id of an evaluation */
  readonly evaluationId: string;
};

export type EvaluationsAnswersAsked = {
  readonly limit?: number;
  /** `next` of the page before */
  readonly cursor?: string;
  /** Only files of this type */
  readonly expected?: string;
  /** Only files answered so; `failed` for those without */
  readonly answer?: string;
  readonly right?: boolean;
  /** Id of an evaluation */
  readonly evaluationId: string;
};

export type EvaluationsComparisonAsked = {
  /** Id of the other evaluation: what was before */
  readonly with: string;
  /** Id of an evaluation */
  readonly evaluationId: string;
};

export type ReanswersCreateAsked = {
  /** Id of a batch */
  readonly batchId: string;
  readonly apply?: boolean;
  readonly fileIds?: ReadonlyArray<string>;
};

export type TemplatesListAsked = {
  readonly limit?: number;
  /** `next` of the page before */
  readonly cursor?: string;
};

export type TemplatesCreateAsked = {
  readonly name: string;
  readonly description?: string;
  /** By its English name */
  readonly language?: string;
  /** A list of {key, description, example, type}. `type` is "string" (default), "date", "number", "boolean", "object" with `properties` or "array" with `items` */
  readonly fields: unknown;
  /** For how many days after a file is finished it is kept; for ever where absent */
  readonly retention?: {
    /** Then original, reading and what was learned from it go; the result stays */
    readonly originalsDays?: number;
    /** Then the whole file goes */
    readonly resultsDays?: number;
  };
};

export type TemplatesReadAsked = {
  /** Id of a template: `extractionId` of a type */
  readonly templateId: string;
};

export type TemplatesUpdateAsked = {
  /** Id of a template: `extractionId` of a type */
  readonly templateId: string;
  readonly revision: number;
  readonly name?: string;
  readonly description?: string;
  /** By its English name */
  readonly language?: string;
  /** A list of {key, description, example, type}. `type` is "string" (default), "date", "number", "boolean", "object" with `properties` or "array" with `items` */
  readonly fields?: unknown;
  /** For how many days after a file is finished it is kept; for ever where absent */
  readonly retention?: {
    /** Then original, reading and what was learned from it go; the result stays */
    readonly originalsDays?: number;
    /** Then the whole file goes */
    readonly resultsDays?: number;
  };
};

export type TemplatesDeleteAsked = {
  /** Id of a template: `extractionId` of a type */
  readonly templateId: string;
};

export type TemplatesDuplicateAsked = {
  /** Id of a template: `extractionId` of a type */
  readonly templateId: string;
};

export type TemplatesRevisionsAsked = {
  /** Id of a template: `extractionId` of a type */
  readonly templateId: string;
};

export type TriesCreateAsked = {
  /** A file that is processed */
  readonly fileId: string;
  /** The kinds to tell apart */
  readonly documentTypes: ReadonlyArray<{
    /** Label of the type; `other` is reserved */
    readonly name: string;
    /** What such documents are, in a sentence */
    readonly description?: string;
    /** Words or phrases likely on such documents, in any language */
    readonly uniqueWords?: ReadonlyArray<string>;
    /** Template that files of this type are meant for */
    readonly extractionId?: string;
  }>;
  /** What the classifier is told besides the types; calibrated defaults where absent */
  readonly settings?: {
    /** How likely `other` must be to win: higher means less often; 0.5 is the calibrated balance */
    readonly otherThreshold?: number;
    /** Answers below it ask for review */
    readonly reviewThreshold?: number;
  };
};

export type ExtractionTriesCreateAsked = {
  /** A file that is processed */
  readonly fileId: string;
  /** A list of {key, description, example, type}. `type` is "string" (default), "date", "number", "boolean", "object" with `properties` or "array" with `items` */
  readonly fields: unknown;
};

export type BatchesListAsked = {
  readonly limit?: number;
  /** `next` of the page before */
  readonly cursor?: string;
  /** Only of this classification */
  readonly classificationId?: string;
  /** Only of this template; with `classificationId`, of either */
  readonly templateId?: string;
};

export type BatchesCreateAsked = {
  /** What its files are told apart by */
  readonly classificationId?: string;
  /** What is extracted from its files; one of the two */
  readonly templateId?: string;
};

export type BatchesReadAsked = {
  /** Id of a batch */
  readonly batchId: string;
};

export type BatchesDeleteAsked = {
  /** Id of a batch */
  readonly batchId: string;
};

export type BatchesAddFilesAsked = {
  /** Id of a batch */
  readonly batchId: string;
};

export type BatchesCancelAsked = {
  /** Id of a batch */
  readonly batchId: string;
};

export type BatchesEventsAsked = {
  /** Id of a batch */
  readonly batchId: string;
};

export type BatchesExportAsked = {
  readonly state?: "waiting" | "processed" | "failed";
  readonly documentType?: string;
  readonly needsReview?: boolean;
  /** Whether a person confirmed or corrected it, or its values */
  readonly reviewed?: boolean;
  readonly confidenceMin?: number;
  readonly confidenceMax?: number;
  /** Anywhere in the name */
  readonly text?: string;
  readonly format?: "jsonl" | "csv" | "xlsx" | "zip";
  /** Id of a batch */
  readonly batchId: string;
};

export type FilesListAsked = {
  readonly limit?: number;
  /** `next` of the page before */
  readonly cursor?: string;
  readonly state?: "waiting" | "processed" | "failed";
  readonly documentType?: string;
  readonly needsReview?: boolean;
  /** Whether a person confirmed or corrected it, or its values */
  readonly reviewed?: boolean;
  readonly confidenceMin?: number;
  readonly confidenceMax?: number;
  /** Anywhere in the name */
  readonly text?: string;
  /** Only of this batch */
  readonly batchId?: string;
  /** Only of this classification */
  readonly classificationId?: string;
  /** Only of this template; with `classificationId`, of either */
  readonly templateId?: string;
  readonly order?: "upload" | "risk";
};

export type FilesRetryAsked = {
  readonly fileIds: ReadonlyArray<string>;
};

export type FilesReadAsked = {
  /** Id of a file */
  readonly fileId: string;
};

export type FilesDeleteAsked = {
  /** Id of a file */
  readonly fileId: string;
};

export type FilesOriginalAsked = {
  /** Id of a file */
  readonly fileId: string;
};

export type PagesReadAsked = {
  /** Id of a file */
  readonly fileId: string;
  /** From 1 */
  readonly page: number;
};

export type PagesPictureAsked = {
  readonly width?: number;
  /** Id of a file */
  readonly fileId: string;
  /** From 1 */
  readonly page: number;
};

export type CorrectionsDeleteAsked = {
  /** Id of a file */
  readonly fileId: string;
};

export type CorrectionsListAsked = {
  readonly limit?: number;
  /** `next` of the page before */
  readonly cursor?: string;
  /** Only of this classification */
  readonly classificationId?: string;
};

export type CorrectionsCreateAsked = {
  readonly fileIds: ReadonlyArray<string>;
  /** A type of the classification, or `other` */
  readonly documentType?: string;
};

export type ExtractedFilesReadAsked = {
  /** Id of a file of an extraction */
  readonly fileId: string;
};

export type ExtractedFilesEditAsked = {
  /** Id of a file of an extraction */
  readonly fileId: string;
  readonly values: ReadonlyArray<{
    /** `total`, `items[2].price` */
    readonly path: string;
    readonly text: string;
  }>;
};

export type ExtractedFilesWithdrawEditsAsked = {
  /** Id of a file of an extraction */
  readonly fileId: string;
};

export type ExtractedFilesConfirmAsked = {
  /** Id of a file of an extraction */
  readonly fileId: string;
};

export type ExtractedFilesWithdrawConfirmationAsked = {
  /** Id of a file of an extraction */
  readonly fileId: string;
};

export type SourcesCreateAsked = {
  readonly name?: string;
  /** What its files are told apart by, or … */
  readonly classificationId?: string;
  /** … what is extracted from them */
  readonly templateId?: string;
  readonly folder?: {
    /** Below a folder that the operator allows */
    readonly path: string;
    /** Take the files in folders below it as well */
    readonly subfolders?: boolean;
  };
  readonly mailbox?: {
    /** The mail server */
    readonly host: string;
    /** Who signs in */
    readonly user: string;
    /** Kept sealed, and never answered */
    readonly password?: string;
    readonly port?: number;
    readonly security?: "tls" | "starttls" | "none";
    /** The mail folder that is looked at */
    readonly folder?: string;
    /** Where mail goes once it is taken */
    readonly processedFolder?: string;
    /** Where mail goes that cannot be taken */
    readonly failedFolder?: string;
    /** `attachments`: each is a file, and a mail without any is one itself. `mail`: the whole mail is one file */
    readonly take?: "attachments" | "mail";
  };
};

export type SourcesReadAsked = {
  /** Id of a source */
  readonly sourceId: string;
};

export type SourcesUpdateAsked = {
  /** Id of a source */
  readonly sourceId: string;
  readonly name?: string;
  /** What its files are told apart by, or … */
  readonly classificationId?: string;
  /** … what is extracted from them */
  readonly templateId?: string;
  readonly folder?: {
    /** Below a folder that the operator allows */
    readonly path: string;
    /** Take the files in folders below it as well */
    readonly subfolders?: boolean;
  };
  readonly mailbox?: {
    /** The mail server */
    readonly host: string;
    /** Who signs in */
    readonly user: string;
    /** Kept sealed, and never answered */
    readonly password?: string;
    readonly port?: number;
    readonly security?: "tls" | "starttls" | "none";
    /** The mail folder that is looked at */
    readonly folder?: string;
    /** Where mail goes once it is taken */
    readonly processedFolder?: string;
    /** Where mail goes that cannot be taken */
    readonly failedFolder?: string;
    /** `attachments`: each is a file, and a mail without any is one itself. `mail`: the whole mail is one file */
    readonly take?: "attachments" | "mail";
  };
  readonly paused?: boolean;
};

export type SourcesDeleteAsked = {
  /** Id of a source */
  readonly sourceId: string;
};

export type SourcesCheckAsked = {
  /** Id of a source */
  readonly sourceId: string;
};

export type WebhooksSetAsked = {
  readonly url: string;
  /** The events of extractions where absent */
  readonly events?: ReadonlyArray<string>;
  /** May be the API key, for receivers that expect it */
  readonly secret?: string;
};

export type WebhooksDeleteAsked = {
  /** Id of a webhook */
  readonly webhookId: string;
};

export type WebhooksPingAsked = {
  /** Id of a webhook */
  readonly webhookId: string;
};

export type WebhookDeliveriesListAsked = {
  readonly webhookId?: string;
  readonly limit?: number;
};

export type WebhookDeliveriesReplayAsked = {
  /** Id of a delivery */
  readonly deliveryId: string;
};

export type UsageReadAsked = {
  /** First day, in UTC */
  readonly from?: string;
  /** Last day; today where absent */
  readonly to?: string;
};

export type AuditEventsListAsked = {
  readonly limit?: number;
  /** `next` of the page before */
  readonly cursor?: string;
  readonly action?: string;
  /** Only of this resource */
  readonly resourceId?: string;
  /** Only by this key */
  readonly apiKeyId?: string;
  /** From this time on (RFC 3339) */
  readonly since?: string;
  /** Before this time (RFC 3339) */
  readonly until?: string;
};

export type ErasuresCreateAsked = {
  /** Of either API */
  readonly fileId?: string;
  readonly sha256?: string;
};

export type ApiKeysCreateAsked = {
  readonly name: string;
  /** `read`: answers, documents and definitions. `write`: change them too. `admin`: keys, webhooks and the rest too */
  readonly scope?: "admin" | "write" | "read";
  /** The key sees only this classification */
  readonly classificationId?: string;
  /** The key sees only this template */
  readonly templateId?: string;
  /** A time (RFC 3339) from which on it is refused */
  readonly expiresAt?: string;
};

export type ApiKeysRevokeAsked = {
  /** Id of a key */
  readonly apiKeyId: string;
};

export const createOperations = (call: Call) => ({
  classifications: {
    /** List the classifications, newest first */
    list: (asked?: ClassificationsListAsked, options?: CallOptions) =>
      call({"method":"GET","path":"/api/v2/classifications","query":["limit","cursor"],"answer":"json"}, asked, options) as Promise<{
      readonly items: ReadonlyArray<Classification>;
      /** Give it as `cursor` for the next page; absent on the last */
      readonly next?: string;
    }>,
    /** Create a classification */
    create: (asked: ClassificationsCreateAsked, options?: CallOptions) =>
      call({"method":"POST","path":"/api/v2/classifications","query":[],"answer":"json"}, asked, options) as Promise<Classification>,
    /** Read a classification */
    read: (asked: ClassificationsReadAsked, options?: CallOptions) =>
      call({"method":"GET","path":"/api/v2/classifications/{classificationId}","query":[],"answer":"json"}, asked, options) as Promise<Classification>,
    /** Change a classification. Give the `revision` that the change was made on: where somebody else was faster, the answer is 409 and nothing changes. Only the given keys change; `documentTypes` is replaced as a whole. Files that are answered keep their answers. Where the classification has an evaluation set and fewer of its files would be answered rightly, the answer is 409 `worse_on_evaluation` with the `comparison`, and nothing changes; `force` saves it all the same. */
    update: (asked: ClassificationsUpdateAsked, options?: CallOptions) =>
      call({"method":"PATCH","path":"/api/v2/classifications/{classificationId}","query":[],"answer":"json"}, asked, options) as Promise<Classification>,
    /** Delete a classification with its batches and files */
    delete: (asked: ClassificationsDeleteAsked, options?: CallOptions) =>
      call({"method":"DELETE","path":"/api/v2/classifications/{classificationId}","query":[],"answer":"none"}, asked, options) as Promise<void>,
    /** Make a copy of a classification */
    duplicate: (asked: ClassificationsDuplicateAsked, options?: CallOptions) =>
      call({"method":"POST","path":"/api/v2/classifications/{classificationId}/duplicate","query":[],"answer":"json"}, asked, options) as Promise<Classification>,
  },
  examples: {
    /** List the examples of a classification, newest first. What was uploaded to learn from. Corrected and confirmed files teach as well: see the corrections. */
    list: (asked: ExamplesListAsked, options?: CallOptions) =>
      call({"method":"GET","path":"/api/v2/classifications/{classificationId}/examples","query":["limit","cursor","documentType"],"answer":"json"}, asked, options) as Promise<{
      readonly items: ReadonlyArray<ExampleItem>;
      /** Give it as `cursor` for the next page; absent on the last */
      readonly next?: string;
    }>,
    /** Upload examples of a type. As `multipart/form-data`: the part `documentType` (a type of the classification, or `other`), then each file in a part `files`. All of them or none. Each counts from the moment it is read: `state` is then `processed`. */
    create: (asked: ExamplesCreateAsked, options?: CallOptions) =>
      call({"method":"POST","path":"/api/v2/classifications/{classificationId}/examples","query":[],"answer":"json"}, asked, options) as Promise<{
      readonly fileIds: ReadonlyArray<string>;
    }>,
    /** Delete an example. File, reading and what was learned from it are gone at once; a roll-back does not bring them back. */
    delete: (asked: ExamplesDeleteAsked, options?: CallOptions) =>
      call({"method":"DELETE","path":"/api/v2/classifications/{classificationId}/examples/{exampleId}","query":[],"answer":"none"}, asked, options) as Promise<void>,
  },
  versions: {
    /** List the versions of a classification, newest first. Whatever changes what answers makes a version: types, settings, corrections, examples. Results carry the version that answered. */
    list: (asked: VersionsListAsked, options?: CallOptions) =>
      call({"method":"GET","path":"/api/v2/classifications/{classificationId}/versions","query":["limit","cursor"],"answer":"json"}, asked, options) as Promise<{
      readonly items: ReadonlyArray<VersionItem>;
      /** Give it as `cursor` for the next page; absent on the last */
      readonly next?: string;
    }>,
    /** Read a version with its types, settings and lessons */
    read: (asked: VersionsReadAsked, options?: CallOptions) =>
      call({"method":"GET","path":"/api/v2/classifications/{classificationId}/versions/{version}","query":[],"answer":"json"}, asked, options) as Promise<Version>,
    /** What a version changed since another */
    changes: (asked: VersionsChangesAsked, options?: CallOptions) =>
      call({"method":"GET","path":"/api/v2/classifications/{classificationId}/versions/{version}/changes","query":["since"],"answer":"json"}, asked, options) as Promise<{
      readonly before: {
        readonly documentTypes: ReadonlyArray<{
          readonly name: string;
          readonly description: string;
          readonly uniqueWords: ReadonlyArray<string>;
          readonly extractionId?: string;
        }>;
        /** What the classifier is told besides the types; calibrated defaults where absent */
        readonly settings: {
          /** How likely `other` must be to win: higher means less often; 0.5 is the calibrated balance */
          readonly otherThreshold?: number;
          /** Answers below it ask for review */
          readonly reviewThreshold?: number;
        };
      };
      readonly after: {
        readonly documentTypes: ReadonlyArray<{
          readonly name: string;
          readonly description: string;
          readonly uniqueWords: ReadonlyArray<string>;
          readonly extractionId?: string;
        }>;
        /** What the classifier is told besides the types; calibrated defaults where absent */
        readonly settings: {
          /** How likely `other` must be to win: higher means less often; 0.5 is the calibrated balance */
          readonly otherThreshold?: number;
          /** Answers below it ask for review */
          readonly reviewThreshold?: number;
        };
      };
      /** In force in the later version only; the newest 200 */
      readonly lessonsAdded: ReadonlyArray<{
        readonly fileId: string;
        readonly name: string;
        readonly documentType: string;
        readonly source: "correction" | "example";
      }>;
      /** In force in the earlier version only, deleted files aside; the newest 200 */
      readonly lessonsRemoved: ReadonlyArray<{
        readonly fileId: string;
        readonly name: string;
        readonly documentType: string;
        readonly source: "correction" | "example";
      }>;
    }>,
    /** Roll back to a version. Types, settings and lessons are as they were then, as a new version on top, so that it can be undone the same way. Answers that people gave stay; files and examples that were deleted since teach nothing again. */
    restore: (asked: VersionsRestoreAsked, options?: CallOptions) =>
      call({"method":"POST","path":"/api/v2/classifications/{classificationId}/versions/{version}/restore","query":[],"answer":"json"}, asked, options) as Promise<Classification>,
    /** Keep a version although it is worse on the evaluation set. Its `verdict` becomes `accepted`, and later versions are held against it. */
    accept: (asked: VersionsAcceptAsked, options?: CallOptions) =>
      call({"method":"POST","path":"/api/v2/classifications/{classificationId}/versions/{version}/accept","query":[],"answer":"json"}, asked, options) as Promise<VersionItem>,
  },
  evaluationSets: {
    /** List the evaluation sets, newest first */
    list: (asked?: EvaluationSetsListAsked, options?: CallOptions) =>
      call({"method":"GET","path":"/api/v2/evaluation-sets","query":["classificationId"],"answer":"json"}, asked, options) as Promise<{
      readonly items: ReadonlyArray<EvaluationSet>;
    }>,
    /** Make an evaluation set. The newest set of a classification guards it: a change of types that answers worse on it is refused with `worse_on_evaluation`, and a version that came by corrections, examples or `/api/v1` gets a `verdict`. */
    create: (asked: EvaluationSetsCreateAsked, options?: CallOptions) =>
      call({"method":"POST","path":"/api/v2/evaluation-sets","query":[],"answer":"json"}, asked, options) as Promise<EvaluationSet>,
    /** Read an evaluation set */
    read: (asked: EvaluationSetsReadAsked, options?: CallOptions) =>
      call({"method":"GET","path":"/api/v2/evaluation-sets/{setId}","query":[],"answer":"json"}, asked, options) as Promise<EvaluationSet>,
    /** Delete an evaluation set with its files and evaluations. Of a set of corrections, the files are of their batches and stay. */
    delete: (asked: EvaluationSetsDeleteAsked, options?: CallOptions) =>
      call({"method":"DELETE","path":"/api/v2/evaluation-sets/{setId}","query":[],"answer":"none"}, asked, options) as Promise<void>,
    /** List the uploaded files of an evaluation set, newest first */
    files: (asked: EvaluationSetsFilesAsked, options?: CallOptions) =>
      call({"method":"GET","path":"/api/v2/evaluation-sets/{setId}/files","query":["limit","cursor","documentType"],"answer":"json"}, asked, options) as Promise<{
      readonly items: ReadonlyArray<ExampleItem>;
      /** Give it as `cursor` for the next page; absent on the last */
      readonly next?: string;
    }>,
    /** Add files of one type to an evaluation set. As `multipart/form-data`: the part `documentType` (a type of the classification, or `other`), then each file in a part `files`. They are read, and never learned from. */
    addFiles: (asked: EvaluationSetsAddFilesAsked, options?: CallOptions) =>
      call({"method":"POST","path":"/api/v2/evaluation-sets/{setId}/files","query":[],"answer":"json"}, asked, options) as Promise<{
      readonly fileIds: ReadonlyArray<string>;
    }>,
    /** Delete an uploaded file of an evaluation set */
    deleteFile: (asked: EvaluationSetsDeleteFileAsked, options?: CallOptions) =>
      call({"method":"DELETE","path":"/api/v2/evaluation-sets/{setId}/files/{fileId}","query":[],"answer":"none"}, asked, options) as Promise<void>,
  },
  evaluations: {
    /** List the evaluations, newest first */
    list: (asked?: EvaluationsListAsked, options?: CallOptions) =>
      call({"method":"GET","path":"/api/v2/evaluations","query":["limit","cursor","classificationId","setId"],"answer":"json"}, asked, options) as Promise<{
      readonly items: ReadonlyArray<Evaluation>;
      /** Give it as `cursor` for the next page; absent on the last */
      readonly next?: string;
    }>,
    /** Evaluate a version on a set. Work that survives a restart; read it to follow `answered` of `files`. The kept readings are used: nothing is read again. Each file is answered without what people said of it or of a copy of it, so that none is example and test at once. */
    create: (asked: EvaluationsCreateAsked, options?: CallOptions) =>
      call({"method":"POST","path":"/api/v2/evaluations","query":[],"answer":"json"}, asked, options) as Promise<Evaluation>,
    /** Read an evaluation: its progress, and what it found */
    read: (asked: EvaluationsReadAsked, options?: CallOptions) =>
      call({"method":"GET","path":"/api/v2/evaluations/{evaluationId}","query":[],"answer":"json"}, asked, options) as Promise<Evaluation>,
    /** Delete an evaluation */
    delete: (asked: EvaluationsDeleteAsked, options?: CallOptions) =>
      call({"method":"DELETE","path":"/api/v2/evaluations/{evaluationId}","query":[],"answer":"none"}, asked, options) as Promise<void>,
    /** Stop an evaluation */
    cancel: (asked: EvaluationsCancelAsked, options?: CallOptions) =>
      call({"method":"POST","path":"/api/v2/evaluations/{evaluationId}/cancel","query":[],"answer":"json"}, asked, options) as Promise<Evaluation>,
    /** List the answers of an evaluation, the least sure first */
    answers: (asked: EvaluationsAnswersAsked, options?: CallOptions) =>
      call({"method":"GET","path":"/api/v2/evaluations/{evaluationId}/answers","query":["limit","cursor","expected","answer","right"],"answer":"json"}, asked, options) as Promise<{
      readonly items: ReadonlyArray<{
        readonly fileId: string;
        readonly name: string;
        readonly expected: string;
        /** Absent where there was none */
        readonly answer?: string;
        /** Of the answer */
        readonly confidence: number;
        /** The first two are so close that it asks for review at any threshold */
        readonly close: boolean;
        readonly milliseconds: number;
      }>;
      /** Give it as `cursor` for the next page; absent on the last */
      readonly next?: string;
    }>,
    /** Compare an evaluation with an earlier one, file by file */
    comparison: (asked: EvaluationsComparisonAsked, options?: CallOptions) =>
      call({"method":"GET","path":"/api/v2/evaluations/{evaluationId}/comparison","query":["with"],"answer":"json"}, asked, options) as Promise<{
      /** That both answered, with the same right type */
      readonly files: number;
      /** Wrong before, right after */
      readonly better: number;
      /** Right before, wrong after */
      readonly worse: number;
      /** Answered otherwise; 200 at most */
      readonly changed: ReadonlyArray<{
        readonly fileId: string;
        readonly name: string;
        readonly expected: string;
        readonly before?: string;
        readonly after?: string;
      }>;
    }>,
  },
  reanswers: {
    /** Answer the files of a batch anew, by what was learned since. Only files that no person decided on, from their kept readings. Without `apply` nothing changes: it tells which files would be of another type now. With it, the files of `fileIds` get their new answers, all at once. */
    create: (asked: ReanswersCreateAsked, options?: CallOptions) =>
      call({"method":"POST","path":"/api/v2/batches/{batchId}/reanswers","query":[],"answer":"json"}, asked, options) as Promise<{
      /** That answers now */
      readonly version: number;
      /** Files that no person decided on, the least sure first; 100 at most */
      readonly examined: number;
      /** Those that are of another type now */
      readonly changed: ReadonlyArray<{
        readonly fileId: string;
        readonly name: string;
        readonly before: {
          readonly documentType: string;
          readonly confidence: number;
        };
        readonly after: {
          readonly documentType: string;
          readonly confidence: number;
        };
      }>;
      /** Ids of files that have the new answer */
      readonly applied: ReadonlyArray<string>;
    }>,
  },
  templates: {
    /** List the templates, newest first */
    list: (asked?: TemplatesListAsked, options?: CallOptions) =>
      call({"method":"GET","path":"/api/v2/templates","query":["limit","cursor"],"answer":"json"}, asked, options) as Promise<{
      readonly items: ReadonlyArray<Template>;
      /** Give it as `cursor` for the next page; absent on the last */
      readonly next?: string;
    }>,
    /** Create a template */
    create: (asked: TemplatesCreateAsked, options?: CallOptions) =>
      call({"method":"POST","path":"/api/v2/templates","query":[],"answer":"json"}, asked, options) as Promise<Template>,
    /** Read a template */
    read: (asked: TemplatesReadAsked, options?: CallOptions) =>
      call({"method":"GET","path":"/api/v2/templates/{templateId}","query":[],"answer":"json"}, asked, options) as Promise<Template>,
    /** Change a template. Give the `revision` that the change was made on, else 409. `fields` is replaced as a whole. Files that are answered keep their answers. */
    update: (asked: TemplatesUpdateAsked, options?: CallOptions) =>
      call({"method":"PATCH","path":"/api/v2/templates/{templateId}","query":[],"answer":"json"}, asked, options) as Promise<Template>,
    /** Delete a template with what it extracted. Classified files stay; types that link to it link to nothing. */
    delete: (asked: TemplatesDeleteAsked, options?: CallOptions) =>
      call({"method":"DELETE","path":"/api/v2/templates/{templateId}","query":[],"answer":"none"}, asked, options) as Promise<void>,
    /** Make a copy of a template */
    duplicate: (asked: TemplatesDuplicateAsked, options?: CallOptions) =>
      call({"method":"POST","path":"/api/v2/templates/{templateId}/duplicate","query":[],"answer":"json"}, asked, options) as Promise<Template>,
    /** List what a template was, newest first */
    revisions: (asked: TemplatesRevisionsAsked, options?: CallOptions) =>
      call({"method":"GET","path":"/api/v2/templates/{templateId}/revisions","query":[],"answer":"json"}, asked, options) as Promise<{
      readonly items: ReadonlyArray<{
        /** Grows with each change of the types or settings */
        readonly revision: number;
        readonly language: string;
        readonly fields: ReadonlyArray<Readonly<Record<string, unknown>>>;
        /** When it became current */
        readonly createdAt: string;
      }>;
    }>,
  },
  libraryTypes: {
    /** List the ready-made document types */
    list: (options?: CallOptions) =>
      call({"method":"GET","path":"/api/v2/library-types","query":[],"answer":"json"}, {}, options) as Promise<{
      readonly items: ReadonlyArray<LibraryTypeItem>;
    }>,
  },
  tries: {
    /** Classify a file by types that are not saved. A stored file by `fileId` (the kept reading is used, so it takes milliseconds), or one that is sent: as `multipart/form-data` with `file`, and `types` as JSON of the other keys. Nothing is stored. */
    create: (asked: TriesCreateAsked, options?: CallOptions) =>
      call({"method":"POST","path":"/api/v2/tries","query":[],"answer":"json"}, asked, options) as Promise<{
      readonly documentType: string;
      readonly confidence: number;
      readonly needsReview: boolean;
      /** All types and `other`, the best first */
      readonly ranking: ReadonlyArray<{
        readonly documentType: string;
        readonly confidence: number;
      }>;
      readonly evidence: ReadonlyArray<{
        /** From 1 */
        readonly page: number;
        /** Left, top, width and height as fractions of the page */
        readonly box: ReadonlyArray<number>;
        /** The words as read */
        readonly text: string;
        /** What they matched */
        readonly term: string;
        /** `name`, `uniqueWord`, `description`, `library` or `example` */
        readonly origin: string;
        /** Share of the support for the answer */
        readonly weight: number;
      }>;
      /** Library types that lent their words to the best type */
      readonly borrowed: ReadonlyArray<string>;
    }>,
  },
  extractionTries: {
    /** Extract fields that are not saved from a file. A stored file by `fileId` (its kept reading is used), or one that is sent: as `multipart/form-data` with `file`, and `fields` as JSON. Nothing is stored. */
    create: (asked: ExtractionTriesCreateAsked, options?: CallOptions) =>
      call({"method":"POST","path":"/api/v2/extraction-tries","query":[],"answer":"json"}, asked, options) as Promise<{
      readonly values: ReadonlyArray<{
        /** `total`, `items[2].price` */
        readonly path: string;
        readonly text: string;
        readonly confidence: number;
        readonly evidence: ReadonlyArray<{
          readonly page: number;
          /** Left, top, width and height as fractions of the page */
          readonly box: ReadonlyArray<number>;
          readonly text: string;
        }>;
        /** Present where a person wrote the value */
        readonly edited?: {
          /** What was found; absent where nothing was */
          readonly previous?: string;
          /** Name of the API key */
          readonly by: string;
          /** When */
          readonly at: string;
        };
      }>;
      /** Paths of fields without a value: not found, or emptied by a person */
      readonly missing: ReadonlyArray<string>;
      readonly checks: ReadonlyArray<{
        readonly name: string;
        readonly passed: boolean;
        readonly message: string;
        readonly fields: ReadonlyArray<string>;
      }>;
    }>,
  },
  batches: {
    /** List the batches, newest first. Batches that a link to a template made are left out: what was extracted stands with the classified files. */
    list: (asked?: BatchesListAsked, options?: CallOptions) =>
      call({"method":"GET","path":"/api/v2/batches","query":["limit","cursor","classificationId","templateId"],"answer":"json"}, asked, options) as Promise<{
      readonly items: ReadonlyArray<Batch>;
      /** Give it as `cursor` for the next page; absent on the last */
      readonly next?: string;
    }>,
    /** Make a batch, with files or without. As `multipart/form-data`: the part `classificationId` or `templateId`, then each file in a part `files`; a file over a limit refuses the whole upload. As JSON: only the id; files are added later. With the header `Prefer: wait=30` the answer waits up to so many seconds for the files to be finished. */
    create: (asked?: BatchesCreateAsked, options?: CallOptions) =>
      call({"method":"POST","path":"/api/v2/batches","query":[],"answer":"json"}, asked, options) as Promise<Batch>,
    /** Read a batch with its counts */
    read: (asked: BatchesReadAsked, options?: CallOptions) =>
      call({"method":"GET","path":"/api/v2/batches/{batchId}","query":[],"answer":"json"}, asked, options) as Promise<Batch>,
    /** Delete a batch with its files and results */
    delete: (asked: BatchesDeleteAsked, options?: CallOptions) =>
      call({"method":"DELETE","path":"/api/v2/batches/{batchId}","query":[],"answer":"none"}, asked, options) as Promise<void>,
    /** Add files to a batch. As `multipart/form-data`, each file in a part `files`. All of them or none. */
    addFiles: (asked: BatchesAddFilesAsked, options?: CallOptions) =>
      call({"method":"POST","path":"/api/v2/batches/{batchId}/files","query":[],"answer":"json"}, asked, options) as Promise<{
      readonly batchId: string;
      readonly fileIds: ReadonlyArray<string>;
    }>,
    /** Stop a batch. Files that wait end as `failed` with the code `cancelled`; they can be retried. */
    cancel: (asked: BatchesCancelAsked, options?: CallOptions) =>
      call({"method":"POST","path":"/api/v2/batches/{batchId}/cancel","query":[],"answer":"json"}, asked, options) as Promise<{
      readonly cancelled: number;
    }>,
    /** Follow a batch by server-sent events. Events `snapshot`, then `change`, each with the batch as data; `gone` when it was deleted. */
    events: (asked: BatchesEventsAsked, options?: CallOptions) =>
      call({"method":"GET","path":"/api/v2/batches/{batchId}/events","query":[],"answer":"stream"}, asked, options) as Promise<Response>,
    /** Export the files of a batch with their answers. As JSON lines, CSV or XLSX; or the originals as ZIP, in a folder for each type. The filters of the list apply. Of a template, the values are there too: as `values` of the JSON lines, else in a column for each field, tables as a line for each row. */
    export: (asked: BatchesExportAsked, options?: CallOptions) =>
      call({"method":"GET","path":"/api/v2/batches/{batchId}/export","query":["state","documentType","needsReview","reviewed","confidenceMin","confidenceMax","text","format"],"answer":"stream"}, asked, options) as Promise<Response>,
  },
  files: {
    /** List files with their answers. In the order of their upload within a batch, newest first without one; or, of classified ones, the riskiest first. */
    list: (asked?: FilesListAsked, options?: CallOptions) =>
      call({"method":"GET","path":"/api/v2/files","query":["limit","cursor","state","documentType","needsReview","reviewed","confidenceMin","confidenceMax","text","batchId","classificationId","templateId","order"],"answer":"json"}, asked, options) as Promise<{
      readonly items: ReadonlyArray<FileItem>;
      /** Give it as `cursor` for the next page; absent on the last */
      readonly next?: string;
    }>,
    /** Work on failed files once more */
    retry: (asked: FilesRetryAsked, options?: CallOptions) =>
      call({"method":"POST","path":"/api/v2/files/retry","query":[],"answer":"json"}, asked, options) as Promise<{
      readonly fileIds: ReadonlyArray<string>;
    }>,
    /** Read a file with the reasons for its answer */
    read: (asked: FilesReadAsked, options?: CallOptions) =>
      call({"method":"GET","path":"/api/v2/files/{fileId}","query":[],"answer":"json"}, asked, options) as Promise<FileDetail>,
    /** Delete a file with its result */
    delete: (asked: FilesDeleteAsked, options?: CallOptions) =>
      call({"method":"DELETE","path":"/api/v2/files/{fileId}","query":[],"answer":"none"}, asked, options) as Promise<void>,
    /** Download the original */
    original: (asked: FilesOriginalAsked, options?: CallOptions) =>
      call({"method":"GET","path":"/api/v2/files/{fileId}/original","query":[],"answer":"stream"}, asked, options) as Promise<Response>,
  },
  pages: {
    /** Read the words of a page */
    read: (asked: PagesReadAsked, options?: CallOptions) =>
      call({"method":"GET","path":"/api/v2/files/{fileId}/pages/{page}","query":[],"answer":"json"}, asked, options) as Promise<Page>,
    /** See a page as a picture. Upright. Formats without pages of their own (text, Office, mail) have none: 404, draw the words. */
    picture: (asked: PagesPictureAsked, options?: CallOptions) =>
      call({"method":"GET","path":"/api/v2/files/{fileId}/pages/{page}/picture","query":["width"],"answer":"stream"}, asked, options) as Promise<Response>,
  },
  corrections: {
    /** Take a correction back. The file has the predicted answer again, and asks for review. */
    delete: (asked: CorrectionsDeleteAsked, options?: CallOptions) =>
      call({"method":"DELETE","path":"/api/v2/files/{fileId}/correction","query":[],"answer":"none"}, asked, options) as Promise<void>,
    /** List the corrections, newest first */
    list: (asked?: CorrectionsListAsked, options?: CallOptions) =>
      call({"method":"GET","path":"/api/v2/corrections","query":["limit","cursor","classificationId"],"answer":"json"}, asked, options) as Promise<{
      readonly items: ReadonlyArray<CorrectionItem>;
      /** Give it as `cursor` for the next page; absent on the last */
      readonly next?: string;
    }>,
    /** Confirm or correct the type of files. With `documentType` it becomes the type of all these files; without, the answer of each is confirmed. Who said it and when is kept, and what was predicted. */
    create: (asked: CorrectionsCreateAsked, options?: CallOptions) =>
      call({"method":"POST","path":"/api/v2/corrections","query":[],"answer":"json"}, asked, options) as Promise<{
      readonly fileIds: ReadonlyArray<string>;
    }>,
  },
  extractedFiles: {
    /** Read what was extracted from a file, with evidence. A file of an extraction: uploaded to it, or linked from a classification. Values that were not found are left out. */
    read: (asked: ExtractedFilesReadAsked, options?: CallOptions) =>
      call({"method":"GET","path":"/api/v2/extracted-files/{fileId}","query":[],"answer":"json"}, asked, options) as Promise<ExtractedFile>,
    /** Write values of a file by hand. Results of both APIs carry them from then on, with confidence 1; what was found first is kept beside. An empty text takes a value out; the row after the last of a table adds one. Webhooks get `extraction.edited`. */
    edit: (asked: ExtractedFilesEditAsked, options?: CallOptions) =>
      call({"method":"POST","path":"/api/v2/extracted-files/{fileId}/edits","query":[],"answer":"none"}, asked, options) as Promise<void>,
    /** Take back what was written by hand. The values are again what was found. Webhooks get `extraction.edited`. */
    withdrawEdits: (asked: ExtractedFilesWithdrawEditsAsked, options?: CallOptions) =>
      call({"method":"DELETE","path":"/api/v2/extracted-files/{fileId}/edits","query":[],"answer":"none"}, asked, options) as Promise<void>,
    /** Say that all values of a file are right. Who said it and when is kept. Webhooks get `extraction.confirmed`. */
    confirm: (asked: ExtractedFilesConfirmAsked, options?: CallOptions) =>
      call({"method":"POST","path":"/api/v2/extracted-files/{fileId}/confirmation","query":[],"answer":"none"}, asked, options) as Promise<void>,
    /** Take the confirmation of values back */
    withdrawConfirmation: (asked: ExtractedFilesWithdrawConfirmationAsked, options?: CallOptions) =>
      call({"method":"DELETE","path":"/api/v2/extracted-files/{fileId}/confirmation","query":[],"answer":"none"}, asked, options) as Promise<void>,
  },
  sources: {
    /** List the sources of the workspace */
    list: (options?: CallOptions) =>
      call({"method":"GET","path":"/api/v2/sources","query":[],"answer":"json"}, {}, options) as Promise<{
      readonly items: ReadonlyArray<Source>;
      /** Folders below which one may be watched; none where the operator set no WATCH_ROOTS */
      readonly watchRoots: ReadonlyArray<string>;
    }>,
    /** Make a source: of a folder or of a mailbox. With `folder` or `mailbox`, and a classification or a template. It is looked at at once; what is taken is moved away and never deleted. */
    create: (asked?: SourcesCreateAsked, options?: CallOptions) =>
      call({"method":"POST","path":"/api/v2/sources","query":[],"answer":"json"}, asked, options) as Promise<Source>,
    /** Read a source */
    read: (asked: SourcesReadAsked, options?: CallOptions) =>
      call({"method":"GET","path":"/api/v2/sources/{sourceId}","query":[],"answer":"json"}, asked, options) as Promise<Source>,
    /** Change, pause or resume a source. What is absent stays; `folder` and `mailbox` replace what was set, but for the password. A folder stays one, a mailbox too. */
    update: (asked: SourcesUpdateAsked, options?: CallOptions) =>
      call({"method":"PATCH","path":"/api/v2/sources/{sourceId}","query":[],"answer":"json"}, asked, options) as Promise<Source>,
    /** Remove a source. What came from it stays. */
    delete: (asked: SourcesDeleteAsked, options?: CallOptions) =>
      call({"method":"DELETE","path":"/api/v2/sources/{sourceId}","query":[],"answer":"none"}, asked, options) as Promise<void>,
    /** Look at a source now. The answer does not wait for the look: `succeededAt` or `lastError` tell how it went. */
    check: (asked: SourcesCheckAsked, options?: CallOptions) =>
      call({"method":"POST","path":"/api/v2/sources/{sourceId}/check","query":[],"answer":"json"}, asked, options) as Promise<Source>,
  },
  webhooks: {
    /** List the webhooks of the workspace */
    list: (options?: CallOptions) =>
      call({"method":"GET","path":"/api/v2/webhooks","query":[],"answer":"json"}, {}, options) as Promise<{
      readonly items: ReadonlyArray<WebhookItem>;
    }>,
    /** Add a webhook, or change the one of this URL. The secret is in this answer only. Without one it is made, or stays as it is. Changing enables a disabled webhook again. */
    set: (asked: WebhooksSetAsked, options?: CallOptions) =>
      call({"method":"POST","path":"/api/v2/webhooks","query":[],"answer":"json"}, asked, options) as Promise<{
      readonly id: string;
      readonly url: string;
      readonly events: ReadonlyArray<string>;
      readonly createdAt: string;
      readonly disabledAt?: string;
      readonly disabledReason?: string;
      /** For the header x-webhook-signature */
      readonly secret: string;
      /** The same for libraries of Standard Webhooks */
      readonly standardSecret: string;
    }>,
    /** Remove a webhook with its log */
    delete: (asked: WebhooksDeleteAsked, options?: CallOptions) =>
      call({"method":"DELETE","path":"/api/v2/webhooks/{webhookId}","query":[],"answer":"none"}, asked, options) as Promise<void>,
    /** Send a test event now */
    ping: (asked: WebhooksPingAsked, options?: CallOptions) =>
      call({"method":"POST","path":"/api/v2/webhooks/{webhookId}/ping","query":[],"answer":"json"}, asked, options) as Promise<{
      readonly delivered: boolean;
      readonly attempt: {
        readonly at: string;
        readonly milliseconds: number;
        /** Absent where no answer came */
        readonly status?: number;
        readonly error?: string;
        /** The first 2 kB of the answer */
        readonly response?: string;
      };
    }>,
  },
  webhookDeliveries: {
    /** Read the log: the latest deliveries with their attempts */
    list: (asked?: WebhookDeliveriesListAsked, options?: CallOptions) =>
      call({"method":"GET","path":"/api/v2/webhook-deliveries","query":["webhookId","limit"],"answer":"json"}, asked, options) as Promise<{
      readonly items: ReadonlyArray<WebhookDeliveryItem>;
    }>,
    /** Tell the same event once more. Under its old event id, as a delivery of its own. */
    replay: (asked: WebhookDeliveriesReplayAsked, options?: CallOptions) =>
      call({"method":"POST","path":"/api/v2/webhook-deliveries/{deliveryId}/replay","query":[],"answer":"json"}, asked, options) as Promise<{
      readonly id: string;
    }>,
  },
  operations: {
    /** Tell what goes on: queue, throughput, failures, storage used */
    read: (options?: CallOptions) =>
      call({"method":"GET","path":"/api/v2/operations","query":[],"answer":"json"}, {}, options) as Promise<Operations>,
  },
  retentions: {
    /** Tell what retention will delete, and when. Classifications and templates that keep everything are no part of it. */
    list: (options?: CallOptions) =>
      call({"method":"GET","path":"/api/v2/retentions","query":[],"answer":"json"}, {}, options) as Promise<{
      readonly items: ReadonlyArray<RetentionItem>;
    }>,
  },
  usage: {
    /** Tell what was worked on, by day. The latest 30 days where nothing is asked, at most 366. A classified file that a template then extracted counts for both, worked on once more for each retry. */
    read: (asked?: UsageReadAsked, options?: CallOptions) =>
      call({"method":"GET","path":"/api/v2/usage","query":["from","to"],"answer":"json"}, asked, options) as Promise<Usage>,
  },
  auditEvents: {
    /** List who changed what and when, newest first. Each is written in the transaction of its change, and kept for `AUDIT_DAYS`. */
    list: (asked?: AuditEventsListAsked, options?: CallOptions) =>
      call({"method":"GET","path":"/api/v2/audit-events","query":["limit","cursor","action","resourceId","apiKeyId","since","until"],"answer":"json"}, asked, options) as Promise<{
      readonly items: ReadonlyArray<AuditEventItem>;
      /** Give it as `cursor` for the next page; absent on the last */
      readonly next?: string;
    }>,
  },
  erasures: {
    /** Erase files with all that was made of them and learned from them. Give `fileId`, or `sha256` for all files of the workspace with that content. The answer is a receipt, which the audit log keeps as `erasures.receipt`. */
    create: (asked?: ErasuresCreateAsked, options?: CallOptions) =>
      call({"method":"POST","path":"/api/v2/erasures","query":[],"answer":"json"}, asked, options) as Promise<{
      /** Files that are erased, linked ones among them */
      readonly fileIds: ReadonlyArray<string>;
      /** Of their contents */
      readonly sha256: ReadonlyArray<string>;
      /** Rows that went with them */
      readonly counts: {
        readonly results: number;
        readonly extractions: number;
        readonly corrections: number;
        readonly valuesByHand: number;
        readonly lessons: number;
        readonly labels: number;
        readonly evaluationAnswers: number;
      };
      readonly blobs: {
        /** Originals and readings that the store no longer has: it was asked */
        readonly deleted: number;
        /** Keys of those that it would not delete now; swept within a day or two */
        readonly pending: ReadonlyArray<string>;
      };
      /** When */
      readonly at: string;
      /** The API key */
      readonly by: {
        readonly id: string;
        readonly name: string;
      };
    }>,
  },
  apiKeys: {
    /** List the keys of the workspace */
    list: (options?: CallOptions) =>
      call({"method":"GET","path":"/api/v2/api-keys","query":[],"answer":"json"}, {}, options) as Promise<{
      readonly items: ReadonlyArray<ApiKeyItem>;
    }>,
    /** Make a key. The key is in this answer only: its hash is all that is stored. Without a scope it is `admin`; a key that is bound to a classification, a template or one of each has the scope `write` or `read`. */
    create: (asked: ApiKeysCreateAsked, options?: CallOptions) =>
      call({"method":"POST","path":"/api/v2/api-keys","query":[],"answer":"json"}, asked, options) as Promise<{
      readonly id: string;
      readonly name: string;
      readonly key: string;
    }>,
    /** Revoke a key. It is refused from the next request on, and its sessions end. */
    revoke: (asked: ApiKeysRevokeAsked, options?: CallOptions) =>
      call({"method":"DELETE","path":"/api/v2/api-keys/{apiKeyId}","query":[],"answer":"none"}, asked, options) as Promise<void>,
  },
});
