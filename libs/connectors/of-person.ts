import { headerCore } from './header';

const OF = {
  minor: /^(儿童|学生|孩子|小孩|少年儿童|未成年人|本人|该生|该儿童|幼儿|对象|受援人|被害人|新生儿|患儿)的?/,
  guardian1: /^(主要|第一|法定)?(父母或其他监护人|父母或监护人|监护人|家长|抚养人|照料人|照护人)的?/,
} as const;
/** What a column may say about a person. */
const SAYS: readonly (readonly [what: string, as: RegExp])[] = [
  ['name', /^(姓名|名字)$/],
  ['docNo', /^(公民|居民|二代|第二代)?(身份证|身份|证件)(件)?(号|号码|编号)?$/],
  ['phone', /^(联系电话|电话|手机|手机号|手机号码|电话号码|联系方式|联系手机)$/],
  ['addressHousehold', /^(家庭)?(户籍|户口)(登记|详细|所在)*(地址|住址|地)$/],
  ['addressActual', /^(家庭|现|目前|实际|常住|经常)*(居住|家庭|住)?(详细)?(地址|住址|居住地)$/],
];

/** The column of a person that a header names by its parts: whose it is, then what; undefined when it does not. Without an owner it is the child's. */
export function personColumn(header: string): string | undefined {
  const text = headerCore(header);
  const guardian = OF.guardian1.exec(text)?.[0];
  if (guardian !== undefined) {
    const rest = text.slice(guardian.length);
    const what = rest === '' ? 'name' : SAYS.find(([, as]) => as.test(rest))?.[0];
    return what === undefined || what.startsWith('address') ? undefined : `guardian1.${what}`;
  }
  const rest = text.slice(OF.minor.exec(text)?.[0].length ?? 0);
  const what = SAYS.find(([, as]) => as.test(rest))?.[0];
  return what === undefined || what === 'phone' ? undefined : `minor.${what}`;
}
