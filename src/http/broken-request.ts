import type { Socket } from 'node:net';
import type { ConnectionError } from 'fastify';
import { errorBody } from './error-response.ts';

const answerByCode: Readonly<Record<string, readonly [status: string, message: string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'The request took too long to arrive'],
  HPE_HEADER_OVERFLOW: ['431 Request Header Fields Too Large', 'The headers are too large'],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: ['413 Payload Too Large', 'The chunk extensions are too large'],
};

/** What never became a request: bytes that are no HTTP, or that came too slowly. */
export function answerBrokenRequest(error: ConnectionError, socket: Socket): void {
  // The other side is gone, or an answer is already on its way.
  if (error.code === 'ECONNRESET' || !socket.writable || socket.bytesWritten > 0) {
    socket.destroy();
    return;
  }
  const [status, message] = answerByCode[error.code] ?? [
    '400 Bad Request',
    'This is not a valid HTTP request',
  ];
  const body = JSON.stringify(errorBody(message));
  socket.end(
    `HTTP/1.1 ${status}\r\nContent-Type: application/json; charset=utf-8\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}
