import type { FastifyInstance } from 'fastify';
import { sendProblem } from './authenticate';
import { ProblemError, type Language } from './problems';

const TWICE: Readonly<Record<Language, (name: string) => string>> = {
  zh: (name) => `参数 ${name} 给了不止一次，请只给一次`,
  en: (name) => `The parameter ${name} is given more than once; give it once`,
};
const CONTROL: Readonly<Record<Language, (name: string) => string>> = {
  zh: (name) => `参数 ${name} 含有控制字符（如 %00），请去掉`,
  en: (name) => `The parameter ${name} holds a control character (such as %00); leave it out`,
};
/** No parameter of ours holds one, and databases refuse some of them. */
const HAS_CONTROL = /[\u0000-\u001F\u007F]/;

/** Refuses parameters that no route could take, in the address and behind it, before anything is looked up; to be called after the guard. */
export function refuseParameters(instance: FastifyInstance): void {
  instance.addHook('onRequest', async (request, reply) => {
    // Pages are asked for with whatever a link has behind it.
    if (reply.sent || !/^\/api(\/|$)/.test(request.routeOptions.url ?? '')) return;
    const language = request.language ?? 'zh';
    // Each for itself: one behind the address does not stand for one in it.
    const fault = parameterFault(request.params as Parameters, language) ?? parameterFault(request.query as Parameters, language);
    if (fault !== undefined) await sendProblem(reply, new ProblemError('malformed-request', { detail: fault }), request);
  });
}

type Parameters = Readonly<Record<string, unknown>>;

/** What is wrong with parameters; names one only where it has the form of ours, never a value. */
export function parameterFault(parameters: Parameters, language: Language): string | undefined {
  for (const [name, value] of Object.entries(parameters)) {
    const called = /^[A-Za-z][A-Za-z-]{0,39}$/.test(name) ? name : '';
    if (Array.isArray(value)) return TWICE[language](called);
    if (HAS_CONTROL.test(name) || (typeof value === 'string' && HAS_CONTROL.test(value))) return CONTROL[language](called);
  }
  return undefined;
}
