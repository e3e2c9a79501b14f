import { MAX_PASSWORD, MIN_PASSWORD, type PasswordFault } from '@lianhu/access';
import { ProblemError, type Language } from '@lianhu/services/platform';

const FAULTS: Readonly<Record<PasswordFault, Readonly<Record<Language, string>>>> = {
  'too-short': { zh: `新口令至少 ${MIN_PASSWORD} 个字符`, en: `A password has at least ${MIN_PASSWORD} characters` },
  'too-long': { zh: `新口令最多 ${MAX_PASSWORD} 个字符`, en: `A password has at most ${MAX_PASSWORD} characters` },
  'the-old-one': { zh: '新口令不能与当前口令相同', en: 'It is the password that you have' },
  'the-name': { zh: '新口令不能与账号相同', en: "It is the account's name" },
};

/** A new password that may not be one. */
export const unfit = (fault: PasswordFault, language: Language): ProblemError =>
  new ProblemError('invalid-input', { errors: [{ pointer: '/next', rule: fault, message: FAULTS[fault][language] }] });

/** Whoever changes a password gave another one than is in force. */
export const wrongPassword = (language: Language): ProblemError =>
  new ProblemError('invalid-input', {
    errors: [{ pointer: '/current', rule: 'wrong', message: language === 'zh' ? '当前口令不正确' : 'This is not the password' }],
  });
