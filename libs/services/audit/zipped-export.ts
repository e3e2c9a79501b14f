import { Zip, ZipDeflate } from 'fflate';

/** Sizes in a zip without extensions end here; a larger export is to be had as NDJSON. Unit: bytes. */
const MAX_BYTES = 2 ** 32 - 1;
/** How hard to press; JSON gives little more above this. */
const LEVEL = 6;

/** An export with what its reader needs to verify it: a page that opens by a double click, and how it is done. */
export interface ZippedParts {
  readonly lines: AsyncIterable<string>;
  /** `核验.html`: one file, works off-line. */
  readonly page: Uint8Array;
  readonly origin: string;
}

/** Writes the zip piece by piece. The trust file is never in it: who made the zip could have made that too. */
export async function* zippedExport({ lines, page, origin }: ZippedParts): AsyncGenerator<Uint8Array> {
  const pieces: Uint8Array[] = [];
  const zip = new Zip((error, piece) => {
    if (error) throw error;
    pieces.push(piece);
  });
  const entry = (name: string): ZipDeflate => {
    const made = new ZipDeflate(name, { level: LEVEL });
    zip.add(made);
    return made;
  };
  entry('README.txt').push(Buffer.from(readme(origin)), true);
  entry('核验.html').push(page, true);
  const exported = entry('export.ndjson');
  let size = 0;
  for await (const text of lines) {
    const bytes = Buffer.from(text);
    if ((size += bytes.length) > MAX_BYTES) throw new RangeError('an export of more than 4 GiB does not fit into a zip');
    exported.push(bytes);
    yield* pieces.splice(0);
  }
  exported.push(new Uint8Array(), true);
  zip.end();
  yield* pieces.splice(0);
}

/** With a byte order mark and CRLF, so that every Windows editor shows it. */
const readme = (origin: string): string => `\ufeff${README.replace('{origin}', origin).replaceAll('\n', '\r\n')}`;
const README = `联护日志导出

日志：{origin}

一、里面有什么
  export.ndjson  导出的日志，每行一条；不含姓名、证件号码等明文。
  核验.html      离线核验页，双击用浏览器打开即可，不联网、不安装、不上传。

二、怎样核验
  1. 另行取得信任文件 trust.json（未保办当面或经其他渠道交付）。本压缩包里没有、也不应有信任文件：
     能伪造导出文件的人同样能伪造与它放在一起的信任文件。
  2. 打开 核验.html，选择 export.ndjson 和 trust.json，点“开始核验”。
  3. 结论：已证明（0）；已被改动（1），指出第一处不符的序号；无法判断（2）。
     “已证明所列部分”（0，黄色）：有的行没有内容或未列出，缺了什么写在结论里。

三、不相信这个网页时
  用命令行核验，结论和代码相同：
    node verify.ts export.ndjson --trust trust.json
    python3 verify-export.py export.ndjson --trust trust.json
  两个程序各只有一个文件，请从项目源代码取得，不要取自本压缩包的提供者。

四、不能证明什么
  事实本身是否真实；部门是否隐瞒未报；发生时间是否准确；
  信任文件中没有检查点时，导出文件是不是较早的副本；
  文件里没有的内容；单个对象的导出之后是否还有该对象的记录。
`;
