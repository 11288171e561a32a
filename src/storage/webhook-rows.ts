export type WebhookEndpointRow = {
  id: string;
  workspace_id: string;
  url: string;
  secret: string;
  /** JSON: names of events. */
  events: string;
  created_at: number;
  disabled_at: number | null;
  disabled_reason: string | null;
};

/** One event for one endpoint. */
export type WebhookDeliveryRow = {
  id: string;
  workspace_id: string;
  endpoint_id: string;
  event_id: string;
  event: string;
  /** Null for a ping. */
  batch_id: string | null;
  /** The one file that the event is about; null where it is about a batch. */
  file_id: string | null;
  /** W3C traceparent; null where nothing is traced. */
  traceparent: string | null;
  state: 'waiting' | 'delivered' | 'failed';
  attempts: number;
  next_at: number;
  /** Held by a sender until then. */
  lease_until: number | null;
  created_at: number;
  finished_at: number | null;
};

export type WebhookAttemptRow = {
  delivery_id: string;
  number: number;
  at: number;
  milliseconds: number;
  /** Null where no answer came. */
  status: number | null;
  error: string | null;
  /** The beginning of the answer. */
  response: string | null;
};
