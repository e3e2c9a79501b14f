import type { FastifyInstance, FastifyRequest } from 'fastify';
import { sendProblem } from './authenticate';
import { ProblemError, type Language } from './problems';

const COMPRESSED: Readonly<Record<Language, string>> = {
  zh: '不接受压缩的内容（Content-Encoding），请不压缩发送',
  en: 'Compressed content (Content-Encoding) is not taken; send it as it is',
};
const CHARSET: Readonly<Record<Language, string>> = {
  zh: 'charset 须为 utf-8：内容请以 UTF-8 编码发送，并如此声明',
  en: 'charset must be utf-8: encode the content as UTF-8 and say so',
};

/** Refuses content that would have to be unpacked or converted first, before it is read; to be called after the guard. */
export function refuseEncodings(instance: FastifyInstance): void {
  instance.addHook('onRequest', async (request, reply) => {
    if (reply.sent) return;
    const reason = isCompressed(request) ? COMPRESSED : isOtherCharset(request) ? CHARSET : undefined;
    if (reason) await sendProblem(reply, new ProblemError('unsupported-media-type', { detail: reason[request.language ?? 'zh'] }), request);
  });
}

const isCompressed = ({ headers }: FastifyRequest): boolean => !/^(identity)?$/i.test((headers['content-encoding'] ?? '').trim());

/** A sender that declares another charset has most likely lost its Chinese characters already. */
function isOtherCharset({ headers }: FastifyRequest): boolean {
  const charset = /^application\/[^;]*;.*\bcharset\s*=\s*"?([^";\s]+)/i.exec(headers['content-type'] ?? '')?.[1];
  return charset !== undefined && !/^(utf-?8|us-ascii)$/i.test(charset);
}
