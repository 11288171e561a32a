/** As much of OpenAPI 3.1 as our own document uses. */
export type Schema = {
  readonly type?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly format?: string;
};

export type Example = { readonly value: unknown };

export type Media = {
  readonly schema: Schema;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, Example>>;
};

export type Content = Readonly<Record<string, Media>>;

export type Parameter = {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly schema: Schema;
};

export type Answer = { readonly description?: string; readonly content?: Content };

export type Operation = {
  readonly operationId?: string;
  readonly summary?: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Content };
  readonly security?: readonly unknown[];
  readonly responses: Readonly<Record<string, Answer>>;
};

export type OpenApi = {
  readonly info: { readonly title: string; readonly version: string; readonly description?: string };
  readonly servers?: readonly { readonly url: string }[];
  readonly tags?: readonly { readonly name: string; readonly description?: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
};

export type Route = {
  readonly method: string;
  readonly path: string;
  readonly id: string;
  readonly operation: Operation;
};

/** All operations under their tags, in the order of the document. */
export function routesByTag(document: OpenApi): ReadonlyMap<string, readonly Route[]> {
  const tags = new Map<string, Route[]>((document.tags ?? []).map((tag) => [tag.name, []]));
  for (const [path, operations] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(operations)) {
      const tag = operation.tags?.[0] ?? 'Other';
      const id = operation.operationId ?? `${method}${path.replace(/\W+/g, '-')}`;
      const routes = tags.get(tag) ?? [];
      routes.push({ method: method.toUpperCase(), path, id, operation });
      tags.set(tag, routes);
    }
  }
  return new Map([...tags].filter(([, routes]) => routes.length > 0));
}
