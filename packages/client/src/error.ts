type Problem = {
  readonly detail?: string;
  readonly code?: string;
  readonly retryable?: boolean;
  readonly requestId?: string;
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[];
};

/** The server refused (RFC 9457). Branch on `code`; `message` is for people and says how to mend it. */
export class MailroomError extends Error {
  override readonly name = 'MailroomError';
  readonly status: number;
  /** Stable: `not_found`, `invalid_request`, … ; `unknown` where a proxy answered in its own words. */
  readonly code: string;
  /** Whether the same request can end differently later. */
  readonly retryable: boolean;
  /** For the operator: the log knows the request by it. */
  readonly requestId: string | undefined;
  /** Where the request did not fit, as JSON Pointers. */
  readonly errors: NonNullable<Problem['errors']>;
  /** When the server asks to be asked again. */
  readonly retryAfterMs: number | undefined;

  constructor(response: Response, { detail, code, retryable, requestId, errors }: Problem) {
    super(detail ?? `Mailroom answered ${response.status} ${response.statusText}`.trim());
    this.status = response.status;
    this.code = code ?? 'unknown';
    this.retryable = retryable === true;
    this.requestId = requestId;
    this.errors = errors ?? [];
    const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
    this.retryAfterMs = Number.isFinite(seconds) ? seconds * 1000 : undefined;
  }

  static async of(response: Response): Promise<MailroomError> {
    return new MailroomError(response, (await response.json().catch(() => ({}))) as Problem);
  }
}
